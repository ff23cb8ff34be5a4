package script

import (
	"strconv"
	"strings"
)

// units are powers of 1024.
var units = [...]string{"B", "KB", "MB", "GB", "TB"}

// maxSize bounds every size.
const maxSize = 1 << 50

// FormatSize is the shortest exact text of a size in bytes: 0, 512B, 1KB, 1536B, 32MB.
func FormatSize(n int64) string {
	if n == 0 {
		return "0"
	}
	u := 0
	for n%1024 == 0 && u < len(units)-1 {
		n /= 1024
		u++
	}
	return strconv.FormatInt(n, 10) + units[u]
}

func readSize(text string) (int64, bool, *problem) {
	if text == "0" {
		return 0, false, nil
	}
	digits := 0
	for digits < len(text) && isDigit(text[digits]) {
		digits++
	}
	number, unit := text[:digits], text[digits:]
	switch {
	case strings.HasPrefix(text, "-"):
		return 0, false, &problem{msg: "the size " + quoted(text) + " is negative"}
	case digits > 0 && unit == "":
		return 0, false, &problem{msg: "the size " + quoted(text) + " has no unit", near: text + "B"}
	case digits == 0 || unit[0] == '.':
		return 0, false, &problem{msg: quoted(text) + " is no size", want: wantSize + ", in whole numbers"}
	}
	n, err := strconv.ParseUint(number, 10, 63)
	if err != nil || n > maxSize {
		return 0, false, &problem{msg: "the size " + quoted(text) + " is too large", want: "at most " + FormatSize(maxSize)}
	}
	for _, u := range units {
		if unit == u {
			return int64(n), false, tooLarge(text, n)
		}
		n *= 1024
		if n > maxSize {
			n = maxSize + 1
		}
	}
	return 0, false, &problem{msg: "the size " + quoted(text) + " has an unknown unit", near: number + Nearest(unit, units[:])}
}

func tooLarge(text string, n uint64) *problem {
	if n <= maxSize {
		return nil
	}
	return &problem{msg: "the size " + quoted(text) + " is too large", want: "at most " + FormatSize(maxSize)}
}

func readRate(text string) (int64, bool, *problem) {
	size, ok := strings.CutSuffix(text, "/s")
	if !ok {
		return 0, false, &problem{msg: quoted(text) + " is no rate", near: text + "/s"}
	}
	n, _, bad := readSize(size)
	switch {
	case bad != nil:
		return 0, false, &problem{msg: bad.msg}
	case n == 0:
		return 0, false, &problem{msg: "a rate of 0 never ends"}
	}
	return n, false, nil
}

// readDrift gives parts per billion.
func readDrift(text string) (int64, bool, *problem) {
	number, ok := strings.CutSuffix(text, "ppm")
	f, err := strconv.ParseFloat(number, 64)
	if strings.Trim(number, "+-.0123456789") != "" {
		ok = false
	}
	switch {
	case !ok || err != nil:
		return 0, false, &problem{msg: quoted(text) + " is no drift"}
	case f > 100_000 || f < -100_000:
		return 0, false, &problem{msg: "the drift " + quoted(text) + " is too large", want: "at most 100000ppm"}
	}
	if f < 0 {
		return int64(f*1000 - 0.5), false, nil
	}
	return int64(f*1000 + 0.5), false, nil
}
