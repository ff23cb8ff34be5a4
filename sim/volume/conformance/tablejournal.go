package conformance

// JournalTable is what NTFS records of sequences of operations. Facts 47 to 52; that a
// removal is one record with its closing, and that a rename is recorded however often
// it comes, is what its journals look like.
var JournalTable = []Row{
	{"nothing is recorded of reading", plain, "write f x\nmkdir d\ncat f = x\nlist d =\nstat f = file 1\n--\n" +
		"f create\nf create+extend\nf create+extend+close\nd create\nd create+close\n"},
	{"an empty file is created and closed", plain, "open h f wc\nclose h\n--\nf create\nf create+close\n"},
	{"a repeated kind of change writes nothing", plain, "open h f rwc\nwr h abc\nwr h def\nwrat h 0 x\nwrat h 1 y\nclose h\n--\n" +
		"f create\nf create+extend\nf create+overwrite+extend\nf create+overwrite+extend+close\n"},
	{"the next opening starts afresh", plain, "open h f wc\nclose h\nopen h f w\nwr h a\nclose h\nopen h f w\nwr h b\nclose h\n--\n" +
		"f create\nf create+close\nf extend\nf extend+close\nf overwrite\nf overwrite+close\n"},
	{"the last of several handles closes", plain, "open h f wc\nopen i f r\nclose h\nopen h f w\nwr h a\nclose h\nclose i\n--\n" +
		"f create\nf create+extend\nf create+extend+close\n"},
	{"a change between two handles' openings is not forgotten", plain, "open h f wc\nopen i f w\nclose h\nwr i a\nclose i\n--\n" +
		"f create\nf create+extend\nf create+extend+close\n"},
	{"emptying is truncation", plain, "write f abc\nopen h f wt\nclose h\n--\n" +
		"f create\nf create+extend\nf create+extend+close\nf truncate\nf truncate+close\n"},
	{"a write across the end overwrites and extends", plain, "write f abc\nopen h f w\nwrat h 2 xyz\nclose h\n--\n" +
		"f create\nf create+extend\nf create+extend+close\nf overwrite+extend\nf overwrite+extend+close\n"},
	{"a removal is one record", plain, "mkdir d\nremove d\nopen h f wc\nclose h\nremove f\n--\n" +
		"d create\nd create+close\nd delete+close\nf create\nf create+close\nf delete+close\n"},
	{"a removed file that is open is recorded no more", plain, "open h f wc\nremove f\nwr h a\nclose h\n--\n" +
		"f create\nf create+delete+close\n"},
	{"a rename has both names", plain, "open h f wc\nclose h\nmkdir d\nrename f d/g\n--\n" +
		"f create\nf create+close\nd create\nd create+close\nf old-name\ng new-name\ng new-name+close\n"},
	{"a renamed directory is recorded without what it holds", plain, "mkdir d\nmkdir d/e\nrename d x\n--\n" +
		"d create\nd create+close\ne create\ne create+close\nd old-name\nx new-name\nx new-name+close\n"},
	{"what a rename replaces is deleted", plain, "mkdir d\nopen h f wc\nclose h\nopen h g wc\nclose h\nrename f g\n--\n" +
		"d create\nd create+close\nf create\nf create+close\ng create\ng create+close\n" +
		"g delete+close\nf old-name\ng new-name\ng new-name+close\n"},
	{"a rename to itself is nothing", plain, "mkdir d\nrename d d ! EEXIST\nopen h f wc\nclose h\nrename f f\n--\n" +
		"d create\nd create+close\nf create\nf create+close\n"},
	{"an open file is renamed again and again", plain, "open h a wc\nrename a b\nrename b c\nwr h x\nclose h\n--\n" +
		"a create\na create+old-name\nb create+new-name\nb create+old-name\nc create+new-name\n" +
		"c create+extend+new-name\nc create+extend+new-name+close\n"},
	{"permissions are security", plain, "mkdir d\nchmod d 700\n--\nd create\nd create+close\nd security\nd security+close\n"},
	{"a hard link is recorded under its own name", plain, "open h f wc\nclose h\nlink f g\nremove f\nremove g\n--\n" +
		"f create\nf create+close\ng link\ng link+close\nf link\nf link+close\ng delete+close\n"},
	{"what fails is not recorded", plain, "mkdir d\nmkdir d ! EEXIST\nremove g ! ENOENT\nopen h d w ! EISDIR\nrename g h ! ENOENT\n--\n" +
		"d create\nd create+close\n"},
}
