package document

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"html/template"
)

// store decides which stories stand on the page and which are packed: a thousand
// timelines in full would make a file that no one wants to mail.
type store struct {
	left    int // bytes that may still stand on the page
	stories []string
}

// put gives a story its body, here or in the store.
func (s *store) put(t *story, body string) {
	if s.left -= len(body); s.left >= 0 {
		t.Body = template.HTML(body)
		return
	}
	s.stories = append(s.stories, body)
	t.Stored = len(s.stories)
}

// pack is the stories as an element that holds base64 of gzip of a JSON array; nothing
// when there are none.
func (s *store) pack() (template.HTML, error) {
	if len(s.stories) == 0 {
		return "", nil
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	err := json.NewEncoder(z).Encode(s.stories)
	if closed := z.Close(); err == nil {
		err = closed
	}
	return template.HTML(`<script type="text/plain" id="store">` + base64.StdEncoding.EncodeToString(packed.Bytes()) + "</script>"), err
}
