// Package s3 is an object repository on a server that speaks S3: the second
// implementation of port.Bucket, beside the simulated one.
//
// The bucket has to be versioned, and made with object locks where locks are asked
// for. Locks are of compliance mode, which nobody can shorten.
package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"time"

	"gapless/engine/port"
	"gapless/model/clock"

	"github.com/minio/minio-go/v7"
)

// Bucket is one bucket of a server.
type Bucket struct {
	ctx    context.Context
	client *minio.Client
	name   string
	now    func() time.Time
}

var _ port.Bucket = (*Bucket)(nil)

// New is a bucket of a server. Calls end with an error when ctx does. S3 wants to be
// told the instant at which a lock ends, so now has to be the server's clock, as
// closely as the caller knows it: a lock is off by as much as the two differ.
func New(ctx context.Context, client *minio.Client, name string, now func() time.Time) *Bucket {
	return &Bucket{ctx, client, name, now}
}

// Client is the connection to the server.
func (b *Bucket) Client() *minio.Client { return b.client }

// Put writes a new version, locked for that long.
func (b *Bucket) Put(key string, data []byte, lock clock.Duration) error {
	o := minio.PutObjectOptions{SendContentMd5: true} // which object locks demand
	if d := lock.Std(); d > 0 {
		o.Mode, o.RetainUntilDate = minio.Compliance, b.end(d)
	}
	_, err := b.client.PutObject(b.ctx, b.name, key, bytes.NewReader(data), int64(len(data)), o)
	return b.told("put", key, err)
}

// end is when a lock ends. S3 counts whole seconds; a lock is never shorter than asked for.
func (b *Bucket) end(d time.Duration) time.Time {
	at := b.now().Add(d).UTC()
	if whole := at.Truncate(time.Second); !whole.Equal(at) {
		at = whole.Add(time.Second)
	}
	return at
}

// Get reads the current version.
func (b *Bucket) Get(key string) ([]byte, error) {
	o, err := b.client.GetObject(b.ctx, b.name, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, b.told("get", key, err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	return data, b.told("get", key, err)
}

// List lists the keys that begin with prefix, sorted.
func (b *Bucket) List(prefix string) ([]string, error) {
	var keys []string
	for o := range b.client.ListObjects(b.ctx, b.name, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, b.told("list", prefix, o.Err)
		}
		keys = append(keys, o.Key)
	}
	slices.Sort(keys)
	return keys, nil
}

// Lock locks the current version for that long from now on, unless it is locked for
// longer.
func (b *Bucket) Lock(key string, lock clock.Duration) error {
	if lock.Std() <= 0 {
		return nil
	}
	if _, err := b.client.StatObject(b.ctx, b.name, key, minio.StatObjectOptions{}); err != nil {
		return b.told("lock", key, err)
	}
	until, err := b.until(key, "")
	end := b.end(lock.Std())
	if err != nil || !until.Before(end) {
		return b.told("lock", key, err)
	}
	mode := minio.Compliance
	return b.told("lock", key, b.client.PutObjectRetention(b.ctx, b.name, key,
		minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &end}))
}

// until is when the lock of a version ends; the zero time without one. An empty
// version is the current one.
func (b *Bucket) until(key, version string) (time.Time, error) {
	_, until, err := b.client.GetObjectRetention(b.ctx, b.name, key, version)
	switch code := minio.ToErrorResponse(err).Code; {
	case code == "NoSuchObjectLockConfiguration" || code == "ObjectLockConfigurationNotFoundError":
		return time.Time{}, nil
	case err != nil || until == nil:
		return time.Time{}, err
	}
	return *until, nil
}

// versions lists an object's versions and delete markers; fs.ErrNotExist where there
// is no current one.
func (b *Bucket) versions(key string) (ids []string, err error) {
	there := false
	for o := range b.client.ListObjects(b.ctx, b.name, minio.ListObjectsOptions{Prefix: key, Recursive: true, WithVersions: true}) {
		if o.Err != nil {
			return nil, o.Err
		}
		if o.Key == key {
			ids = append(ids, o.VersionID)
			there = there || o.IsLatest && !o.IsDeleteMarker
		}
	}
	if !there {
		return nil, fs.ErrNotExist
	}
	return ids, nil
}

// Locked is for how much longer some version of the object is locked.
func (b *Bucket) Locked(key string) (clock.Duration, error) {
	ids, err := b.versions(key)
	if err != nil {
		return clock.Duration{}, b.told("look at", key, err)
	}
	left := time.Duration(0)
	for _, id := range ids {
		until, err := b.until(key, id)
		if err != nil {
			return clock.Duration{}, b.told("look at", key, err)
		}
		if !until.IsZero() {
			left = max(left, until.Sub(b.now()))
		}
	}
	return clock.Of(left), nil
}

// Delete deletes all versions of the object for good; none while one of them is
// locked. The server has the last word: it refuses to delete what it holds.
func (b *Bucket) Delete(key string) error {
	left, err := b.Locked(key)
	if err != nil {
		return err
	}
	if (clock.Duration{}).Less(left) {
		return b.told("delete", key, fs.ErrPermission)
	}
	ids, err := b.versions(key)
	if err != nil {
		return b.told("delete", key, err)
	}
	for _, id := range ids {
		if err := b.client.RemoveObject(b.ctx, b.name, key, minio.RemoveObjectOptions{VersionID: id}); err != nil {
			return b.told("delete", key, err)
		}
	}
	return nil
}

// told gives a server's answer the errors of the port.
func (b *Bucket) told(what, key string, err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	var cut net.Error
	switch {
	case answer.StatusCode == http.StatusNotFound || answer.Code == minio.NoSuchKey:
		err = fs.ErrNotExist
	case answer.StatusCode == http.StatusForbidden || answer.Code == minio.AccessDenied || answer.Code == "ObjectLocked":
		err = fs.ErrPermission
	case errors.As(err, &cut):
		err = fmt.Errorf("%w: %w", net.ErrClosed, err)
	}
	return fmt.Errorf("%s %s/%s: %w", what, b.name, key, err)
}
