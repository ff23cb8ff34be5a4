package volume

import (
	"slices"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"gapless/model"
)

// entry is one name in one directory. All names of a volume are in one hash table.
type entry struct {
	name  string
	hash  uint32
	dir   Ino
	ino   Ino
	chain uint32 // the next entry of the bucket, or the next free one
	prev  uint32 // siblings
	next  uint32
	also  uint32 // another name of the same inode
}

const bucketsPerRow = 16

type bucketRow [bucketsPerRow]uint32

// resize makes the table n buckets long, a power of two, and fills it anew.
func (v *Volume) resize(n uint32) {
	v.buckets.reset()
	v.buckets.room(n / bucketsPerRow)
	v.mask = n - 1
	for e := uint32(1); e <= v.lastEntry; e++ {
		if v.entries.at(e).dir != 0 {
			v.chain(e)
		}
	}
}

func (v *Volume) bucket(hash uint32) uint32 {
	b := hash & v.mask
	return v.buckets.at(b / bucketsPerRow)[b%bucketsPerRow]
}

func (v *Volume) setBucket(hash, e uint32) {
	b := hash & v.mask
	v.buckets.own(b / bucketsPerRow)[b%bucketsPerRow] = e
}

func (v *Volume) chain(e uint32) {
	it := v.entries.own(e)
	it.chain = v.bucket(it.hash)
	v.setBucket(it.hash, e)
}

func (v *Volume) unchain(e uint32) {
	it := v.entries.at(e)
	at := v.bucket(it.hash)
	if at == e {
		v.setBucket(it.hash, it.chain)
		return
	}
	for v.entries.at(at).chain != e {
		at = v.entries.at(at).chain
	}
	v.entries.own(at).chain = v.entries.at(e).chain
}

// hash folds case where the file system does, in agreement with strings.EqualFold.
func (v *Volume) hash(dir Ino, name string) uint32 {
	h := uint64(dir)*0x9e3779b97f4a7c15 ^ 0xcbf29ce484222325
	for i := 0; i < len(name); i++ {
		c := name[i]
		if !v.kind.Sensitive {
			if c >= utf8.RuneSelf {
				return foldHash(h, name[i:])
			}
			if 'a' <= c && c <= 'z' {
				c -= 'a' - 'A'
			}
		}
		h = (h ^ uint64(c)) * 0x100000001b3
	}
	return uint32(h ^ h>>32)
}

func foldHash(h uint64, name string) uint32 {
	for _, r := range name {
		least := r
		for q := unicode.SimpleFold(r); q != r; q = unicode.SimpleFold(q) {
			least = min(least, q)
		}
		h = (h ^ uint64(least)) * 0x100000001b3
	}
	return uint32(h ^ h>>32)
}

// find is the entry of that name in a directory; 0 when there is none.
func (v *Volume) find(dir Ino, name string) uint32 {
	h := v.hash(dir, name)
	for e := v.bucket(h); e != 0; {
		it := v.entries.at(e)
		if it.hash == h && it.dir == dir && (it.name == name || !v.kind.Sensitive && strings.EqualFold(it.name, name)) {
			return e
		}
		e = it.chain
	}
	return 0
}

// attach gives an inode a name, at the end of its directory.
func (v *Volume) attach(dir Ino, name string, i Ino) uint32 {
	e := v.freeEntry
	if e != 0 {
		v.freeEntry = v.entries.at(e).chain
	} else {
		v.lastEntry++
		e = v.lastEntry
		v.entries.room(e + 1)
	}
	d, n := v.own(dir), v.own(i)
	*v.entries.own(e) = entry{name: name, hash: v.hash(dir, name), dir: dir, ino: i, prev: d.last, also: n.names}
	if d.last == 0 {
		d.first, d.mixed = e, false
	} else {
		d.mixed = d.mixed || v.entries.at(d.last).name > name
		v.entries.own(d.last).next = e
	}
	d.last = e
	n.names = e
	n.links++
	if n.kind == model.Dir {
		d.subdirs++
	}
	if v.live++; v.live > v.mask {
		v.resize(2 * (v.mask + 1))
	} else {
		v.chain(e)
	}
	return e
}

// detach takes a name away.
func (v *Volume) detach(e uint32) {
	v.unchain(e)
	it := v.entries.own(e)
	d, n := v.own(it.dir), v.own(it.ino)
	if it.prev != 0 {
		v.entries.own(it.prev).next = it.next
	} else {
		d.first = it.next
	}
	if it.next != 0 {
		v.entries.own(it.next).prev = it.prev
	} else {
		d.last = it.prev
	}
	d.mixed = d.mixed && d.first != 0
	if n.names == e {
		n.names = it.also
	} else {
		at := n.names
		for v.entries.at(at).also != e {
			at = v.entries.at(at).also
		}
		v.entries.own(at).also = it.also
	}
	n.links--
	if n.kind == model.Dir {
		d.subdirs--
	}
	*it = entry{chain: v.freeEntry}
	v.freeEntry = e
	v.live--
}

// order brings the entries of a directory into byte order of their names.
func (v *Volume) order(dir Ino) {
	if !v.node(dir).mixed {
		return
	}
	list := v.scratch[:0]
	for e := v.node(dir).first; e != 0; e = v.entries.at(e).next {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b uint32) int {
		return strings.Compare(v.entries.at(a).name, v.entries.at(b).name)
	})
	d := v.own(dir)
	if d.mixed = false; len(list) == 0 {
		return // everything that was out of order has been removed
	}
	d.first, d.last = list[0], list[len(list)-1]
	for k, e := range list {
		it := v.entries.own(e)
		it.prev, it.next = 0, 0
		if k > 0 {
			it.prev = list[k-1]
		}
		if k+1 < len(list) {
			it.next = list[k+1]
		}
	}
	v.scratch = list
}

// proper reports what is wrong with a name.
func (v *Volume) proper(name string) error {
	if len(name) > v.kind.Longest {
		if !v.kind.Wide || wide(name) > v.kind.Longest {
			return syscall.ENAMETOOLONG
		}
	}
	if strings.IndexByte(name, 0) >= 0 || v.kind.Forbidden != "" && strings.ContainsAny(name, v.kind.Forbidden) {
		return syscall.EINVAL
	}
	return nil
}

// wide is the length of a name in UTF-16 units.
func wide(name string) int {
	n := 0
	for _, r := range name {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// parent is the directory that a directory is in; 0 for the root and for a removed one.
func (v *Volume) parent(dir Ino) Ino {
	if e := v.node(dir).names; e != 0 {
		return v.entries.at(e).dir
	}
	return 0
}

// pathOf is the path of an entry.
func (v *Volume) pathOf(e uint32) string {
	n := len(v.cfg.Path)
	for at := e; at != 0; at = v.node(v.entries.at(at).dir).names {
		n += 1 + len(v.entries.at(at).name)
	}
	b := make([]byte, n)
	for at := e; at != 0; at = v.node(v.entries.at(at).dir).names {
		name := v.entries.at(at).name
		n -= len(name) + 1
		copy(b[n+1:], name)
		b[n] = '/'
	}
	copy(b, v.cfg.Path)
	return string(b)
}
