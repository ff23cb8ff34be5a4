package reports

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// JUnit writes the book as JUnit XML: a suite for each product, a test case for each
// script. Times are 0, so that the same runs give the same bytes.
func (b *Book) JUnit(w io.Writer) error {
	all := junit.Testsuites{Name: "gapless", Time: "0.000"}
	for i, column := range b.Products {
		product := column.Product
		suite := junit.Testsuite{Name: product, ID: i, Time: "0.000"}
		for _, c := range b.Cases {
			if c.Product == product {
				suite.AddTestcase(c.testcase())
			}
		}
		all.AddSuite(suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// testcase is a case in JUnit's words: a panic is an error, anything else that was
// not expected a failure.
func (c *Case) testcase() junit.Testcase {
	tc := junit.Testcase{Name: plain(c.Script), Classname: "gapless." + c.Product, Time: "0.000"}
	if c.OK {
		return tc
	}
	var text strings.Builder
	for _, q := range c.Problems {
		text.WriteString(q.String() + "\n")
	}
	for i := range c.Violations {
		text.WriteString(strings.Join(c.Violations[i].Cause.Sentences, "\n") + "\n")
	}
	text.WriteString(c.Replay + "\n")
	result := &junit.Result{Message: c.Problems[0].String(), Type: "expectation", Data: text.String()}
	if c.Panic != "" {
		result.Type = "panic"
		tc.Error = result
		return tc
	}
	tc.Failure = result
	return tc
}
