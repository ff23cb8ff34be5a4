package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gapless/scenarios/script"
)

// testProducts is a catalogue for the tests: two products, one setting with a range.
type testProducts struct{}

func (testProducts) Products() []string { return []string{"alpha", "beta", "gamma"} }

func (testProducts) Settings(product string) []string {
	return map[string][]string{"alpha": {"delta-offset", "client-timeout"}, "beta": {"delta-offset", "retry-delay"}}[product]
}

func (testProducts) CheckSetting(product, key, value string) error {
	if key == "delta-offset" && value == "7201s" {
		return errors.New("expected 0 to 7200s")
	}
	return nil
}

// base is put in front of the cases that need a world; they begin in line 5.
const base = `product alpha
volume /data fs=ext4
policy nightly volumes=/data
policy off volumes=/data checkpoint=off
`

func TestMistakesAreToldWithTheirPlace(t *testing.T) {
	for _, c := range []struct {
		text  string
		place string // line:column
		parts string // of the message, separated by |; $ is its end
	}{
		// Words.
		{"volume /data fs=ext5\n", "1:17", `"ext5" is not known here|did you mean "ext4"?`},
		{"volum /data fs=ext4\n", "1:1", `unknown word "volum"|did you mean "volume"?`},
		{"zzzzqqqq /data\n", "1:1", `unknown word "zzzzqqqq": expected a declaration`},
		{"02:00 wirte /data/a\n", "1:7", `unknown word "wirte"|a verb|did you mean "write"?`},
		{"02:00 Write /data/a\n", "1:7", `did you mean "write"?`},
		{"expect lots /data/a\n", "1:8", `unknown word "lots" after "expect"|did you mean "lost"?`},
		{"02:00 fail raed /data/a\n", "1:12", `after "fail": expected read, write, network, media, database or journal; did you mean "read"?`},
		{"expect\n", "1:7", `"expect" is only the beginning`},
		{"02:00\n", "1:6", `nothing happens: expected a verb`},
		{"write /data/a\n", "1:1", `"write" without an instant: expected the instant before it, such as 02:30 write`},
		{"fail read /data/a\n", "1:1", `"fail read" without an instant`},
		{"02:00 volume /data fs=ext4\n", "1:7", `"volume" has no instant`},
		{"02:00 expect nothing lost\n", "1:7", `"expect" has no instant`},
		{"02:00 on client read kill client\n", "1:7", `"on" has no instant`},
		{"gapless 2\n", "1:9", `"2" is not known here: expected 1`},
		{"covers N1\ngapless 1\n", "2:1", `"gapless" is not the first statement`},
		{"date 2009-01-05\n  date 2009-01-06\n", "2:3", `"date" is given twice, first in line 1`},
		// Arguments.
		{"02:00 write\n", "1:12", `write without PATH: expected write PATH [SIZE]`},
		{"02:00 write /data/a 1KB 2KB\n", "1:25", `"2KB" is one word too many: expected write PATH [SIZE]`},
		{"02:00 slow /data/a 3h tmes=2\n", "1:23", `slow has no argument "tmes=": expected no argument with a name`},
		{"02:00 fail read /data/a tmes=2\n", "1:25", `"tmes="|expected times; did you mean "times"?`},
		{"02:00 fail read /data/a times=2 times=3\n", "1:33", `"times=" is given twice`},
		{"02:00 fail read /data/a times=0\n", "1:31", `count from 1`},
		{"policy nightly\n", "1:15", `policy without volumes=`},
		{"policy nightly volumes=\n", "1:24", `the path is empty`},
		{"policy nightly volumes=/a,/a\n", "1:24", `"/a" is listed twice`},
		{"policy nightly volumes=/a checkpoint=of\n", "1:38", `"of" is no duration: expected off or a duration|did you mean "off"?`},
		{"policy nightly volumes=/a schedule=ful@sun:22:00\n", "1:36", `"ful" is no kind of job|did you mean "full"?`},
		{"policy nightly volumes=/a schedule=full@sunday:22:00\n", "1:36", `"sunday" is no day|"sun"`},
		{"policy nightly volumes=/a schedule=full@sun:24:00\n", "1:36", `outside the day`},
		{"host h role=clent\n", "1:13", `did you mean "client"?`},
		{"host h role=client skew=3s\n", "1:25", `the step "3s" has no sign|did you mean "+3s"?`},
		{"host h role=client drift=20\n", "1:26", `"20" is no drift: expected a drift such as 20ppm`},
		{"host ? role=client\n", "1:6", `"?" is no name`},
		{"volume /data fs=ext4 rate=100MB\n", "1:27", `is no rate|did you mean "100MB/s"?`},
		{"file /data/a -5KB\n", "1:14", `the size "-5KB" is negative`},
		{"file /data/a 512\n", "1:14", `has no unit|did you mean "512B"?`},
		{"file /data/a 1.5MB\n", "1:14", `"1.5MB" is no size`},
		{"file /data/a 1Kb\n", "1:14", `unknown unit|did you mean "1KB"?`},
		{"file /data/a 99999999999999TB\n", "1:14", `too large`},
		{"file data/a 1KB\n", "1:6", `the path "data/a" is not absolute|did you mean "/data/a"?`},
		{"file /data/../etc 1KB\n", "1:6", `not in its shortest form|did you mean "/etc"?`},
		{"file /data/a/ 1KB\n", "1:6", `not in its shortest form`},
		{"file /data/a 1KB mtime=yesterday\n", "1:24", `"yesterday" is no stamp: expected a stamp such as`},
		{"file /data/a 1KB mtime=2009-01-04T12:00:00\n", "1:24", `has no zone|12:00:00Z`},
		{"date 2009-02-30\n", "1:6", `"2009-02-30" is no date`},
		{"zone Europa/Berlin\n", "1:6", `no zone is called`},
		{"zone Local\n", "1:6", `the same everywhere`},
		{"horizon -2d\n", "1:9", `is negative|did you mean "2d"?`},
		{"horizon 90\n", "1:9", `"90" has no unit|did you mean "90s"?`},
		{"horizon 99999d\n", "1:9", `too long`},
		{"covers 3\n", "1:8", `"3" is no rule`},
		{"02:00 chmod /data/a 999\n", "1:21", `"999" is no mode`},
		{"02:00 archive-bit /data/a of\n", "1:27", `expected on or off`},
		{"02:00 clock client 10m\n", "1:20", `has no sign`},
		{"02:00 clock client\n", "1:19", `clock without STEP: expected clock HOST STEP, or clock HOST drift=PPM`},
		{"02:00 delay bpbkr 42s\n", "1:13", `did you mean "bpbkar"?`},
		{"on client raed#1 /data/a write /data/a\n", "1:11", `"raed" is no operation|did you mean "read"?`},
		{"on client read#0 write /data/a\n", "1:11", `count from 1`},
		{"on client read#1 /data/a\n", "1:25", `on without STATEMENT`},
		{"on client read 02:00 write /data/a\n", "1:16", `an instant inside a hook`},
		{"on client read on client read kill client\n", "1:16", `a hook inside a hook`},
		{"on client read wirte /data/a\n", "1:16", `did you mean "write"?`},
		{"expect job 0 done\n", "1:12", `count from 1`},
		{"expect job 1 dnoe\n", "1:14", `did you mean "done"?`},
		{"expect lost /data/a at=0\n", "1:24", `count from 1`},
		{"expect window /data/a 02:00\n", "1:28", `expect window without TO`},
		{"expect violation P11\n", "1:18", `"P11" is not known here`},
		// Instants.
		{"25:00 full nightly\n", "1:1", `"25:00" is outside the day: no hour 25|did you mean "day 2 01:00"?`},
		{"24:00 full nightly\n", "1:1", `did you mean "day 2 00:00"?`},
		{"12:60 full nightly\n", "1:1", `no minute 60|did you mean "13:00"?`},
		{"-1:00 full nightly\n", "1:1", `"-1:00" is an instant before the day`},
		{"day 0 10:00 full nightly\n", "1:1", `an instant before the first day`},
		{"day 99999 10:00 full nightly\n", "1:1", `too far away`},
		{"day x 10:00 full nightly\n", "1:1", `"x" is no day`},
		{"day 2 full nightly\n", "1:1", `a day without a time of day|did you mean "day 2 00:00"?`},
		{"2:00 full nightly\n", "1:1", `did you mean "02:00"?`},
		{"02:00:00.1234567891 full nightly\n", "1:1", `1 to 9 digits`},
		{"+90s full nightly\n", "1:1", `no timeline statement stands above "+90s"`},
		{"02:00 full nightly\n+9x full nightly\n", "2:1", `"+9x" is no instant`},
		// The form of the file.
		{"02:00 full nightly\nvolume /data fs=ext4\n", "2:1", `the declaration "volume" after the timeline has begun`},
		{"02:00 full nightly\nlink /data/a /data/b\n", "2:1", `or an instant before it: 02:30 link`},
		{"expect nothing lost\n02:00 full nightly\n", "2:1", `a timeline statement after an expectation`},
		{"file \"/data/a 1KB\n", "1:6", `a quote that nothing closes`},
		{"file /da\"ta/a 1KB\n", "1:9", `a quote inside a word`},
		{"file \"/data/a\"b 1KB\n", "1:15", `a quotation that a word goes on after`},
		{"file \"/\\q\" 1KB\n", "1:6", `a malformed quotation`},
		{"file /dätä/\x01 1KB\n", "1:12", `not a text: a control character 0x01`},
		{"volume /data fs=ext4\nfile /d\xff 1KB\n", "2:8", `not UTF-8: a byte 0xff`},
		{"\x7fELF\x02\x01\x01\x00\n", "1:1", `not a text`},
		{"file /data/ä.txt 1KB x=1\n", "1:22", `file has no argument "x="`},
		{"file /data/a 1KB\r\n\r\nfile /data/b\r\n", "3:13", `file without SIZE`},
		// What only the whole script shows.
		{base + "05:00 write /etc/passwd\n", "5:13", `"/etc/passwd" is on no volume: expected a path below /data`},
		{base + "05:00 write /dta/x\n", "5:13", `did you mean "/data/x"?`},
		{"05:00 write /data/x\n", "1:13", `on no volume: expected a declaration such as volume /data fs=ext4`},
		{base + "05:00 write /data\n", "5:13", `is a volume, and write acts on what is in one`},
		{base + "05:00 fullnightly\n", "5:7", `unknown word`},
		{base + "05:00 full nigthly\n", "5:12", `there is no policy "nigthly": expected nightly or off; did you mean "nightly"?`},
		{base + "05:00 kill clinet\n", "5:12", `there is no host "clinet"|did you mean "client"?`},
		{base + "05:00 erase tape1\n", "5:13", `there is no medium "tape1": expected medium`},
		{"media tape1\n" + base + "05:00 erase medium\n", "6:13", `there is no medium "medium": expected tape1$`},
		{base + "05:00 fail journal /date\n", "5:20", `there is no volume "/date"|did you mean "/data"?`},
		{"policy p volumes=/data\n", "1:18", `there is no volume "/data": expected a declaration of it: volume /data`},
		{"volume /d fs=ntfs\npolicy p volumes=/d,/e\n", "2:18", `there is no volume "/e"`},
		{"volume /d fs=ntfs host=hst\n", "1:24", `there is no host "hst"`},
		{base + "policy nightly volumes=/data\n", "5:8", `the policy nightly is there twice, first in line 3`},
		{"volume /d fs=ntfs\nvolume /d fs=ntfs\n", "2:8", `the volume /d is there twice`},
		{"host a role=media\nhost a role=media\n", "2:6", `the host a is there twice`},
		{"media a\nrepository a\n", "2:12", `the medium a is there twice`},
		{"volume /d fs=ntfs\nfile /d/a 0\ndir /d/a\n", "3:5", `the path /d/a is there twice`},
		{"volume /d fs=ntfs\nfile /d/a 0\nfile /d/a/b 0\n", "3:6", `nothing can lie below /d/a, which line 2 declares as a file`},
		{"volume /a fs=ntfs\nvolume /b fs=ntfs\n01:00 rename /a/x /b/x\n", "3:19", `rename from the volume /a to /b`},
		{"volume /a fs=ntfs\nvolume /a/b fs=ntfs\n01:00 link /a/x /a/b/x\n", "3:17", `link from the volume /a to /a/b`},
		{"product alpah\n", "1:9", `there is no product "alpah"|did you mean "alpha"?`},
		{base + "05:00 upgrade delta\n", "5:15", `there is no product "delta"`},
		{"product alpha\nset delta-ofset 3s\n", "2:5", `no product of the script has a setting "delta-ofset"|did you mean "delta-offset"?`},
		{"product alpha\nset retry-delay 3s\n", "2:5", `no product of the script has a setting "retry-delay"`},
		{"product alpha\nset delta-offset 7201s\n", "2:18", `alpha refuses the setting delta-offset: expected 0 to 7200s`},
		{"set delta-offset 1s\nset delta-offset 2s\n", "2:5", `the setting delta-offset is there twice`},
		{base + "05:00 suspend nightly\n", "5:15", `suspend can never find a job: none of the policy nightly starts before it`},
		{base + "05:00 suspend nightly\n06:00 full nightly\n", "5:15", `can never find a job`},
		{base + "01:00 full off\n05:00 suspend off\n", "6:15", `suspend is impossible: the policy off has checkpoint=off`},
		{base + "01:00 full nightly\n05:00 resume nightly\n", "6:14", `nothing interrupts the policy nightly before it: expected an earlier suspend, kill or fault`},
		{base + "01:00 full nightly\n02:00 full off\n03:00 cancel off\n05:00 resume nightly\n", "8:14", `nothing interrupts`},
		{base + "01:00 full nightly\n05:00 resume nightly\n06:00 suspend nightly\n", "6:14", `nothing interrupts`},
		{base + "01:00 full nightly\n02:00 slow /data/a 3h\n05:00 resume nightly\n", "7:14", `nothing interrupts`},
		{base + "05:00 cancel nightly\n", "5:14", `can never find a job`},
		{base + "05:00 verify nightly\n", "5:14", `can never find a job`},
		{base + "on client read suspend nightly\n", "5:24", `suspend can never find a job`},
		{base + "expect lost /x/y\n", "5:13", `on no volume`},
		{base + "expect nothing lost on=beta\n", "5:24", `does not run for the product "beta": expected alpha`},
		{base + "expect window /data/a none\n", "5:15", `no timeline statement changes "/data/a"`},
		{base + "01:00 write /data/a\n02:00 append /data/a 1KB\nexpect window /data/a none\n", "7:15", `2 timeline statements change "/data/a"|change=N`},
		{base + "01:00 write /data/a\nexpect window /data/a none change=2\n", "6:35", `has no change 2 in the timeline: expected at most 1`},
		{base + "01:00 write /data/d/a\n02:00 rename /data/d /data/e\nexpect window /data/d/a none\n", "7:15", `2 timeline statements change`},
		{base + "01:00 write /data/a\nexpect window /data/a 02:00 01:00\n", "6:23", `ends where it begins, or before`},
	} {
		s, err := Parse("x.scenario", []byte(c.text))
		if err == nil {
			err = Check(s, testProducts{})
		}
		var all script.Errors
		if !errors.As(err, &all) {
			t.Errorf("%q is accepted", c.text)
			continue
		}
		got := all[0].Error()
		if want := "x.scenario:" + c.place + ": "; !strings.HasPrefix(got, want) {
			t.Errorf("%q:\n got %s\nwant it at %s", c.text, got, c.place)
		}
		for part := range strings.SplitSeq(c.parts, "|") {
			if end, last := strings.CutSuffix(part, "$"); !strings.Contains(got, end) || last && !strings.HasSuffix(got, end) {
				t.Errorf("%q:\n got %s\nwant %s", c.text, got, part)
			}
		}
		if len(all) > 1 {
			t.Errorf("%q has one mistake, and several are told:\n%v", c.text, err)
		}
	}
}

func TestScriptsThatCouldWorkAreAccepted(t *testing.T) {
	for _, text := range []string{
		"",
		"# nothing but a comment\n",
		"\ufeffgapless 1\n",
		"gapless 1",
		"gapless 1\r\ncovers N1\r\n",
		"host client role=client skew=-3s\n",
		base + "01:00 full nightly\n02:00 suspend nightly\n03:00 resume nightly\n",
		base + "05:00\t full  nightly\t# tabs\n",
		base + "01:00 full nightly\n02:00 kill client\n03:00 resume nightly\n",
		base + "01:00 fail network client\n02:00 full nightly\n03:00 resume nightly\n",
		base + "01:00 full nightly\n02:00 cancel nightly\n03:00 resume nightly\n",
		base + "03:00 resume nightly\n01:00 full nightly\n02:00 suspend nightly\n",
		base + "02:00 full nightly\n02:00 suspend nightly\n02:00 resume nightly\n",
		base + "01:00 full off\n02:00 kill media\n03:00 resume off\n",
		base + "01:00 full nightly\n03:00 resume nightly\non media any#17 kill media\n",
		base + "03:00 suspend nightly\non client start full nightly\n",
		"volume /d fs=ntfs\npolicy p volumes=/d schedule=full@daily:22:00,differential@mon:23:00\n23:00 suspend p\n",
		"set client-timeout 5m\n" + base + "01:00 full nightly\n01:00 slow /data/a 1h\n03:00 resume nightly\n",
		"media t1 capacity=1MB\n" + base + "01:00 full nightly\n03:00 resume nightly\n",
		base + "01:00 write /data/a\n02:00 archive-bit /data/a on\n03:00 hold-open /data/a\n04:00 copy /data/a /data/b\nexpect window /data/a none\n",
		base + "01:00 write /data/a\n02:00 write /data/a\nexpect window /data/a 02:00 03:00 change=2\n",
		base + "01:00 write /data/a\non client read write /data/a\nexpect window /data/a none\n",
		base + "01:00 write \"/data/two words\"\nexpect mail \"a=b\"\n",
		base + "expect violation P5 P6 /data/a at=1\n",
		"volume / fs=ext4\n01:00 write /a\n",
		"volume /d fs=hfs+\n01:00 chmod /d 0755\n",
		"product alpha beta\nset retry-delay 1s\n",
		"product alpha\nset retry-delay 1s\n01:00 upgrade beta\n",
	} {
		s, err := Parse("x.scenario", []byte(text))
		if err == nil {
			err = Check(s, testProducts{})
		}
		if err != nil {
			t.Errorf("%q:\n%v", text, err)
		}
	}
}

func TestAllMistakesAreToldInOrderAndNoMoreThanTwenty(t *testing.T) {
	_, err := Parse("x", []byte("volume /d fs=ex size=3\nfile x 1\n\n02:00 nope\n+1m nope\n"))
	var all script.Errors
	errors.As(err, &all)
	var places []string
	for _, e := range all {
		places = append(places, fmt.Sprintf("%d:%d", e.Line, e.Col))
	}
	if want := []string{"1:14", "1:22", "2:6", "2:8", "4:7", "5:5"}; !slices.Equal(places, want) {
		t.Errorf("got %v, want %v", places, want)
	}
	_, err = Parse("x", []byte(strings.Repeat("nope\n", 1000)))
	if errors.As(err, &all); len(all) != script.MaxErrors {
		t.Errorf("%d mistakes are told", len(all))
	}
	s, err := Parse("x", []byte(strings.Repeat("02:00 write /d/a\n", 1000)))
	if err != nil {
		t.Fatal(err)
	}
	if errors.As(Check(s, nil), &all); len(all) != script.MaxErrors || all[0].Line != 1 {
		t.Errorf("%d mistakes of a checked script are told, from line %d", len(all), all[0].Line)
	}
}
