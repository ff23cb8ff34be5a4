package mutant
import ("testing";"fmt";"gapless/scenarios";"gapless/fuzz/generate")
func TestDbg(t *testing.T) {
	g,_ := generate.New("netbackup-6.5.3", generate.Options{})
	for _, br := range []string{"", "send-a-date"} {
	for run:=uint64(1); run<2000; run++ {
		s := g.Script(generate.Plan{Seed:1,Run:run,Size:generate.Usual})
		var sets []scenarios.Override
		if br!="" {sets = []scenarios.Override{{Key:"break",Value:br}}}
		u,err := scenarios.NewSetup(s,"netbackup-6.5.3",sets)
		if err!=nil {continue}
		func(){
			defer func(){ if v:=recover(); v!=nil { fmt.Println("PANIC", br, run, fmt.Sprint(v)[:90]); fmt.Println(s.Format()); t.FailNow() } }()
			r := scenarios.NewRunner()
			r.Judge(u, scenarios.Options{})
			r.Close()
		}()
	}}
}
