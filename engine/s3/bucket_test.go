package s3_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"gapless/engine/s3"
	"gapless/model/clock"
	"gapless/sim/bucket/conformance"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// locks is what the server of the tests lacks: object locks, as S3 has them, in front
// of it. Locks are of versions, and end on the clock of the server.
type locks struct {
	next  http.Handler
	now   func() time.Time
	until map[string]time.Time // by key and version
}

type retention struct {
	XMLName         xml.Name `xml:"Retention"`
	Mode            string
	RetainUntilDate string
}

func (l *locks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	id := r.URL.Path + "?" + l.version(r)
	switch {
	case q.Has("retention") && r.Method == http.MethodGet:
		until, ok := l.until[id]
		if !ok {
			refuse(w, http.StatusNotFound, "NoSuchObjectLockConfiguration")
			return
		}
		_ = xml.NewEncoder(w).Encode(retention{Mode: "COMPLIANCE", RetainUntilDate: until.Format(time.RFC3339)})
	case q.Has("retention"):
		var body retention
		err := xml.NewDecoder(r.Body).Decode(&body)
		at, bad := time.Parse(time.RFC3339, body.RetainUntilDate)
		if err != nil || bad != nil || body.Mode != "COMPLIANCE" || at.Before(l.until[id]) {
			refuse(w, http.StatusForbidden, "AccessDenied")
			return
		}
		l.until[id] = at
	case r.Method == http.MethodDelete && q.Get("versionId") != "" && l.until[id].After(l.now()):
		refuse(w, http.StatusForbidden, "AccessDenied")
	default:
		if r.Method == http.MethodPut && r.Header.Get("Content-Length") == "" {
			// Of an empty object the header gets lost on the way, and the fake demands it.
			r.Header.Set("Content-Length", strconv.FormatInt(max(r.ContentLength, 0), 10))
		}
		l.next.ServeHTTP(w, r)
		if at, err := time.Parse(time.RFC3339, r.Header.Get("X-Amz-Object-Lock-Retain-Until-Date")); err == nil && r.Method == http.MethodPut {
			l.until[r.URL.Path+"?"+w.Header().Get("X-Amz-Version-Id")] = at
		}
	}
}

// version is the version that a request is about.
func (l *locks) version(r *http.Request) string {
	if v := r.URL.Query().Get("versionId"); v != "" || !r.URL.Query().Has("retention") {
		return v
	}
	head := httptest.NewRecorder()
	l.next.ServeHTTP(head, httptest.NewRequest(http.MethodHead, r.URL.Path, nil))
	return head.Header().Get("X-Amz-Version-Id")
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code></Error>", code)
}

// server is an empty bucket on a server in this process, and its clock.
func server(t *testing.T) (*s3.Bucket, *time.Time) {
	t.Helper()
	now := time.Date(2009, 1, 5, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	backend := s3mem.New()
	if err := backend.CreateBucket("backups"); err != nil {
		t.Fatal(err)
	}
	if err := backend.SetVersioningConfiguration("backups", gofakes3.VersioningConfiguration{Status: gofakes3.VersioningEnabled}); err != nil {
		t.Fatal(err)
	}
	quiet := gofakes3.WithLogger(gofakes3.StdLog(log.New(io.Discard, "", 0)))
	fake := gofakes3.New(backend, quiet, gofakes3.WithTimeSkewLimit(0))
	web := httptest.NewServer(&locks{fake.Server(), clock, map[string]time.Time{}})
	t.Cleanup(web.Close)
	return s3.New(context.Background(), connect(t, strings.TrimPrefix(web.URL, "http://")), "backups", clock), &now
}

func connect(t *testing.T, address string) *minio.Client {
	t.Helper()
	client, err := minio.New(address, &minio.Options{Creds: credentials.NewStaticV4("test", "test", ""), Region: "us-east-1", MaxRetries: 1})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestABucketOnAServerConforms(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Subject {
		b, now := server(t)
		return conformance.Subject{Bucket: b, Quantum: time.Second, Pass: func(d time.Duration) { *now = now.Add(d) }}
	})
}

// A client whose clock is ahead of the server's finds no lock any more; the server
// still refuses, and what it refuses is an error of permission.
func TestTheServerHasTheLastWord(t *testing.T) {
	b, now := server(t)
	if err := b.Put("a", []byte("x"), clock.Of(time.Hour)); err != nil {
		t.Fatal(err)
	}
	ahead := s3.New(context.Background(), b.Client(), "backups", func() time.Time { return now.Add(2 * time.Hour) })
	if left, err := ahead.Locked("a"); err != nil || (clock.Duration{}).Less(left) {
		t.Fatalf("%v are left, %v", left, err)
	}
	if err := ahead.Delete("a"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("deleted: %v", err)
	}
	if data, err := b.Get("a"); string(data) != "x" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
}

func TestAServerThatIsGoneIsAClosedConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	b := s3.New(context.Background(), connect(t, address), "backups", func() time.Time { return time.Time{} })
	if _, err := b.Get("a"); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// A delete that names no version leaves a marker: the object is not there any more,
// although its versions are.
func TestAMarkerIsNoObject(t *testing.T) {
	b, _ := server(t)
	if err := b.Put("a", []byte("x"), clock.Duration{}); err != nil {
		t.Fatal(err)
	}
	if err := b.Client().RemoveObject(context.Background(), "backups", "a", minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Locked("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
