package scenarios
import ("testing";"os";"fmt";"path/filepath";"sort")
func TestZZ(t *testing.T){
 fs,_:=filepath.Glob("library/netbackup/*.scenario")
 if os.Getenv("S")!=""{fs=[]string{os.Getenv("S")}}
 sort.Strings(fs)
 r:=NewRunner(); defer r.Close()
 bad:=0
 for _,f:=range fs{
 b,_:=os.ReadFile(f)
 s,err:=Parse(filepath.Base(f),b); if err!=nil{fmt.Println(err);bad++;continue}
 if err:=Check(s,nil);err!=nil{fmt.Println(err)}
 for _,p:=range s.Products(){
 u,err:=NewSetup(s,p,nil); if err!=nil{fmt.Println(f,err);bad++;continue}
 res,err:=r.Judge(u,Options{Trace:true})
 if err!=nil{fmt.Println(f,p,err);bad++;continue}
 if os.Getenv("T")!=""{for i:=range res.Outcome.Trace.Events{fmt.Println(res.Outcome.Trace.Events[i].String())}}
 if !res.OK(){bad++; fmt.Println("FAIL",filepath.Base(f),p)
  for _,h:=range res.Expectations{if !h.OK{fmt.Println("    line",h.Line,h.Text,":",h.Why)}}
  for _,v:=range res.Unnamed{fmt.Println("    unnamed",v.Property,v.Class,v.Path,v.Point,v.Why,v.Moment)}
 }}}
 fmt.Println(len(fs),"scripts",bad,"bad")
}
