package house

import (
	"fmt"
	"go/types"
	"testing"
)

// opaque are the types that are values although they have pointers inside: nobody can
// reach through them.
var opaque = map[string]bool{"gapless/model/clock.Time": true, "gapless/model/clock.Duration": true}

// notPlain is the way to what makes a type more than a plain value; "" when nothing
// does. Slices are plain when what they hold is: the sender gives them away.
func notPlain(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		o := t.Obj()
		if o.Pkg() != nil && opaque[o.Pkg().Path()+"."+o.Name()] {
			return ""
		}
		return notPlain(t.Underlying())
	case *types.Basic:
		if t.Kind() == types.UnsafePointer || t.Kind() == types.Uintptr {
			return " is an address"
		}
	case *types.Struct:
		for i := range t.NumFields() {
			if why := notPlain(t.Field(i).Type()); why != "" {
				return "." + t.Field(i).Name() + why
			}
		}
	case *types.Slice:
		return after("[]", notPlain(t.Elem()))
	case *types.Array:
		return after("[]", notPlain(t.Elem()))
	default:
		return fmt.Sprintf(" is of type %v", t)
	}
	return ""
}

func after(prefix, why string) string {
	if why == "" {
		return ""
	}
	return prefix + why
}

// sent are the packages, and their types, that are sent between processes or given to
// one at its start: all of engine/message, and what the server is set up with.
func sent(t *testing.T, s *source) (all []*types.TypeName) {
	for _, p := range s.packages {
		for _, name := range p.types.Scope().Names() {
			tn, ok := p.types.Scope().Lookup(name).(*types.TypeName)
			if ok && (p.path == "engine/message" || (p.path == "engine/netbackup" || p.path == "engine/backupexec") && (name == "Rules" || name == "Config")) {
				all = append(all, tn)
			}
		}
	}
	if len(all) < 30 {
		t.Fatalf("only %d types of messages", len(all))
	}
	return all
}

// Processes on different hosts share no memory: what they say to each other is copied
// or given away.
func TestMessagesArePlainValues(t *testing.T) {
	for _, tn := range sent(t, code(t)) {
		if why := notPlain(tn.Type()); why != "" {
			t.Errorf("%s%s", tn.Name(), why)
		}
	}
}
