package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Load reads what Encode wrote of a book. The error says what is wrong in words for who
// named the file.
func Load(r io.Reader) (*Book, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if len(strings.TrimSpace(string(data))) == 0 {
		return nil, errors.New("the file is empty: expected the report.json of gapless verify")
	}
	var head struct {
		Schema *string `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, unreadable(data, err)
	}
	switch {
	case head.Schema == nil:
		return nil, errors.New("the file names no schema: expected the report.json of gapless verify")
	case *head.Schema != Schema:
		return nil, fmt.Errorf("the file has the schema %q, and this program reads %s: "+
			"run verify again, or use the release that wrote it", plain(*head.Schema), Schema)
	}
	b := &Book{}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, unreadable(data, err)
	}
	return b, b.mend()
}

// unreadable tells what the decoder found in the words of who has the file.
func unreadable(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(data)):
		return fmt.Errorf("the file is cut off after %d bytes: write it anew with gapless verify", len(data))
	case errors.As(err, &syntax):
		return fmt.Errorf("the file is no JSON: line %d: %w", line(data, syntax.Offset), err)
	case errors.As(err, &kind):
		return fmt.Errorf("line %d: %s cannot be a %s: expected the report.json of gapless verify", line(data, kind.Offset), kind.Field, kind.Value)
	}
	return err
}

// line is the number of the line of a byte.
func line(data []byte, offset int64) int {
	return 1 + strings.Count(string(data[:min(max(offset, 0), int64(len(data)))]), "\n")
}

// mend fills in what other programs may have left out, so that nothing else needs to
// look for it, and refuses what no report can be without.
func (b *Book) mend() error {
	for i, c := range slices.Concat(b.Cases, b.Found) {
		if c == nil || c.Script == "" || c.Product == "" {
			return fmt.Errorf("case %d names no script and product: expected the report.json of gapless verify", i+1)
		}
		if c.Replay == "" {
			c.Replay = ReplayCommand(c.Script, c.Product)
		}
		if !c.OK && len(c.Problems) == 0 {
			c.Fail("the report says that it is not as expected, and not why")
		}
		for k := range c.Violations {
			if c.Violations[k].Cause == nil {
				c.Violations[k].Cause = &Cause{}
			}
		}
	}
	slices.SortStableFunc(b.Scripts, func(x, y Text) int { return strings.Compare(x.Script, y.Script) })
	return nil
}
