package conformance

var (
	plain    = Caps{}
	hard     = Caps{HardLinks: true, Identities: true}
	soft     = Caps{Symlinks: true}
	identity = Caps{Identities: true}
	caseless = Caps{IgnoreCase: true}
)

// Table is every row. Expectations are what Linux does.
var Table = concat(rowsOfNames, rowsOfRenames, rowsOfLinks, rowsOfSymlinks, rowsOfData, rowsOfHandles, rowsOfCase)

func concat(lists ...[]Row) []Row {
	var all []Row
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var rowsOfNames = []Row{
	{"an empty directory lists nothing", plain, "list . =\n--\n"},
	{"a file in a missing directory cannot be made", plain, "write d/f x ! ENOENT\n--\n"},
	{"a file below a file cannot be made", plain, "write f x\nwrite f/g x ! ENOTDIR\n--\nf x\n"},
	{"a path below a file does not exist as a directory", plain, "write f x\nstat f/g ! ENOTDIR\n--\nf x\n"},
	{"a missing path has no stat", plain, "stat a ! ENOENT\nlstat a ! ENOENT\n--\n"},
	{"a missing file cannot be opened", plain, "open h a r ! ENOENT\n--\n"},
	{"a missing directory cannot be listed", plain, "list a ! ENOENT\n--\n"},
	{"a missing path cannot be removed", plain, "remove a ! ENOENT\n--\n"},
	{"removing all of a missing path is no error", plain, "removeall a\n--\n"},
	{"mkdir over a directory fails", plain, "mkdir d\nmkdir d ! EEXIST\n--\nd/\n"},
	{"mkdir over a file fails", plain, "write f x\nmkdir f ! EEXIST\n--\nf x\n"},
	{"mkdir below a file fails", plain, "write f x\nmkdir f/d ! ENOTDIR\n--\nf x\n"},
	{"mkdir without a parent fails", plain, "mkdir a/b ! ENOENT\n--\n"},
	{"mkdirall makes the parents", plain, "mkdirall a/b/c\nmkdirall a/b\n--\na/\na/b/\na/b/c/\n"},
	{"mkdirall over a file fails", plain, "write f x\nmkdirall f ! ENOTDIR\nmkdirall f/g ! ENOTDIR\n--\nf x\n"},
	{"an empty directory can be removed", plain, "mkdir d\nremove d\n--\n"},
	{"a directory with an entry cannot be removed", plain, "mkdir d\nwrite d/f x\nremove d ! ENOTEMPTY\n--\nd/\nd/f x\n"},
	{"a directory can be removed after its last entry", plain, "mkdir d\nwrite d/f x\nremove d/f\nremove d\n--\n"},
	{"removeall removes a tree", plain, "mkdirall a/b\nwrite a/b/f x\nwrite a/g y\nwrite c z\nremoveall a\n--\nc z\n"},
	{"a removed name can be made again", plain, "write f one\nremove f\nstat f ! ENOENT\nwrite f two\n--\nf two\n"},
	{"a removed file can come back as a directory", plain, "write f x\nremove f\nmkdir f\nwrite f/g y\n--\nf/\nf/g y\n"},
	{"a listing shows what was added and removed", plain,
		"write b 1\nwrite a 2\nlist . = a b\nremove b\nwrite c 3\nlist . = a c\nrename a z\nlist . = c z\n--\nc 3\nz 2\n"},
	{"a directory that lost all its names lists nothing", plain, "write b 1\nwrite a 2\nremove a\nremove b\nlist . =\n--\n"},
	{"a file cannot be listed", plain, "write f x\nlist f ! ENOTDIR\n--\nf x\n"},
	{"a directory is no file to write", plain, "mkdir d\nopen h d w ! EISDIR\nopen h d rwc ! EISDIR\nwrite d x ! EISDIR\n--\nd/\n"},
	{"a directory opens for reading but has no bytes", plain, "mkdir d\nopen h d r\nrd h 1 ! EISDIR\nhstat h = dir\n--\nd/\n"},
	{"a slash at the end asks for a directory", plain, "write f x\nmkdir d\nstat f/ ! ENOTDIR\nstat d/ = dir\nremove d/\n--\nf x\n"},
	{"the longest name has 255 bytes", plain, "write 255x 1\nremove 255x\nwrite 256x 1 ! ENAMETOOLONG\nmkdir 256x ! ENAMETOOLONG\nstat 256x ! ENAMETOOLONG\n--\n"},
	{"names that differ in case are two", plain, "write a 1\nwrite A 2\nlist . = A a\n--\nA 2\na 1\n"},
	{"permissions are kept", plain, "write f x\nchmod f 640\nmode f = 640\nchmod f 400\nmode f = 400\nchmod g 600 ! ENOENT\n--\nf x\n"},
}

var rowsOfRenames = []Row{
	{"rename moves a file", plain, "write a x\nrename a b\nstat a ! ENOENT\n--\nb x\n"},
	{"rename moves into another directory", plain, "mkdir d\nwrite a x\nrename a d/b\n--\nd/\nd/b x\n"},
	{"rename over a file replaces it", plain, "write a new\nwrite b old\nrename a b\n--\nb new\n"},
	{"rename of a file to itself does nothing", plain, "write a x\nrename a a\n--\na x\n"},
	{"rename of a directory to itself is refused", plain, "mkdir a\nrename a a ! EEXIST\n--\na/\n"},
	{"rename of a missing file fails", plain, "write b x\nrename a b ! ENOENT\nmkdir d\nrename a d ! ENOENT\n--\nb x\nd/\n"},
	{"rename into a missing directory fails", plain, "write a x\nrename a d/a ! ENOENT\n--\na x\n"},
	{"rename below a file fails", plain, "write a x\nwrite f y\nrename a f/a ! ENOTDIR\n--\na x\nf y\n"},
	{"rename of a file over a directory fails", plain, "write a x\nmkdir d\nrename a d ! EEXIST\n--\na x\nd/\n"},
	{"rename over a directory with an entry fails", plain, "mkdir a\nmkdir b\nwrite b/f x\nrename a b ! EEXIST\n--\na/\nb/\nb/f x\n"},
	{"rename over an empty directory is refused by the os package", plain, "mkdir a\nwrite a/f x\nmkdir b\nrename a b ! EEXIST\n--\na/\na/f x\nb/\n"},
	{"rename of a directory over a file fails", plain, "mkdir a\nwrite b x\nrename a b ! ENOTDIR\n--\na/\nb x\n"},
	{"rename of a directory below itself fails", plain, "mkdir a\nrename a a/b ! EINVAL\n--\na/\n"},
	{"rename of a directory deep below itself fails", plain, "mkdirall a/b/c\nrename a a/b/c/d ! EINVAL\n--\na/\na/b/\na/b/c/\n"},
	{"rename over the own parent fails", plain, "mkdirall a/b\nrename a/b a ! EEXIST\n--\na/\na/b/\n"},
	{"rename moves a directory with all in it", plain, "mkdirall a/b\nwrite a/b/f x\nrename a c\ncat c/b/f = x\nstat a/b/f ! ENOENT\n--\nc/\nc/b/\nc/b/f x\n"},
	{"a directory can move into its sibling", plain, "mkdir a\nmkdir b\nwrite a/f x\nrename a b/a\n--\nb/\nb/a/\nb/a/f x\n"},
	{"two files can change places through a third name", plain, "write a 1\nwrite b 2\nrename a t\nrename b a\nrename t b\n--\na 2\nb 1\n"},
	{"a file written beside and renamed replaces whole", plain, "write f old\nwrite f.tmp new\nopen h f r\nrename f.tmp f\nrd h 9 = old\ncat f = new\n--\nf new\n"},
	{"rename to a name too long fails", plain, "write a x\nrename a 256x ! ENAMETOOLONG\n--\na x\n"},
}

var rowsOfLinks = []Row{
	{"a hard link is one file with two names", hard, "write a x\nlink a b\nlinks a = 2\nsame a b = true\nwrite b yy\ncat a = yy\n--\na yy\nb yy\n"},
	{"a new file has one link", identity, "write a x\nlinks a = 1\n--\na x\n"},
	{"copies are two files", identity, "write a x\nwrite b x\nsame a b = false\n--\na x\nb x\n"},
	{"removing one name leaves the other", hard, "write a x\nlink a b\nremove a\nlinks b = 1\n--\nb x\n"},
	{"rename to another name of the file does nothing", hard, "write a x\nlink a b\nrename a b\nlinks a = 2\n--\na x\nb x\n"},
	{"rename over one of two names leaves the other", hard, "write a x\nlink a b\nwrite c new\nrename c b\nlinks a = 1\ncat b = new\n--\na x\nb new\n"},
	{"link to a directory fails", hard, "mkdir d\nlink d e ! EPERM\n--\nd/\n"},
	{"link over a name fails", hard, "write a x\nwrite b y\nlink a b ! EEXIST\nlink a a ! EEXIST\n--\na x\nb y\n"},
	{"link of a missing file fails", hard, "link a b ! ENOENT\n--\n"},
	{"link into a missing directory fails", hard, "write a x\nlink a d/b ! ENOENT\n--\na x\n"},
	{"permissions belong to the file and not to the name", hard, "write a x\nlink a b\nchmod b 600\nmode a = 600\n--\na x\nb x\n"},
	{"a rename of a name keeps the file", hard, "write a x\nlink a b\nmkdir d\nrename b d/c\nsame a d/c = true\nlinks a = 2\n--\na x\nd/\nd/c x\n"},
	{"an open file without a name has no links", hard, "write a x\nopen h a rw\nhlinks h = 1\nremove a\nhlinks h = 0\n--\n"},
	{"a name can be added while the file is open without another", hard, "write a x\nlink a b\nopen h a r\nremove a\nremove b\nwrite a y\nrd h 1 = x\n--\na y\n"},
	{"a hard link of a symlink is a symlink", Caps{HardLinks: true, Symlinks: true, Identities: true},
		"write f x\nsymlink f s\nlink s t\nlstat t = symlink\nsame s t = true\nlinks f = 1\n--\nf x\ns -> f\nt -> f\n"},
}

var rowsOfSymlinks = []Row{
	{"a symlink leads to its file", soft, "write f abc\nsymlink f s\ncat s = abc\nstat s = file 3\nlstat s = symlink\nreadlink s = f\n--\nf abc\ns -> f\n"},
	{"an absolute symlink leads from the root", soft, "mkdir d\nwrite f x\nsymlink ROOT/f d/s\ncat d/s = x\n--\nd/\nd/s -> ROOT/f\nf x\n"},
	{"a relative symlink leads from its directory", soft, "mkdir d\nwrite f x\nwrite d/f y\nsymlink f d/s\nsymlink ../f d/t\ncat d/s = y\ncat d/t = x\n--\nd/\nd/f y\nd/s -> f\nd/t -> ../f\nf x\n"},
	{"a symlink to a directory is a way into it", soft, "mkdir d\nsymlink d s\nwrite s/f x\nlist s = f\nstat s = dir\n--\nd/\nd/f x\ns -> d\n"},
	{"a dangling symlink leads nowhere", soft, "symlink nowhere s\nstat s ! ENOENT\nlstat s = symlink\nopen h s r ! ENOENT\n--\ns -> nowhere\n"},
	{"writing through a dangling symlink makes its target", soft, "symlink f s\nwrite s x\n--\nf x\ns -> f\n"},
	{"creating exclusively does not follow a dangling symlink", soft, "symlink f s\nopen h s rwcx ! EEXIST\n--\ns -> f\n"},
	{"a loop of symlinks is found", soft, "symlink b a\nsymlink a b\nstat a ! ELOOP\nopen h a r ! ELOOP\nwrite a x ! ELOOP\n--\na -> b\nb -> a\n"},
	{"a symlink to itself is a loop", soft, "symlink a a\nstat a/x ! ELOOP\nreadlink a = a\n--\na -> a\n"},
	{"remove removes the symlink", soft, "write f x\nsymlink f s\nremove s\n--\nf x\n"},
	{"remove does not follow a symlink to a directory", soft, "mkdir d\nwrite d/f x\nsymlink d s\nremove s\n--\nd/\nd/f x\n"},
	{"removeall does not follow symlinks", soft, "mkdir d\nwrite d/f x\nmkdir e\nsymlink ../d e/s\nremoveall e\n--\nd/\nd/f x\n"},
	{"rename moves the symlink", soft, "write f x\nsymlink f s\nrename s t\n--\nf x\nt -> f\n"},
	{"rename over a symlink replaces the symlink", soft, "write f x\nwrite g y\nsymlink f s\nrename g s\n--\nf x\ns y\n"},
	{"a symlink cannot replace a name", soft, "write f x\nsymlink g f ! EEXIST\n--\nf x\n"},
	{"a file is no symlink to read", soft, "write f x\nreadlink f ! EINVAL\nreadlink g ! ENOENT\n--\nf x\n"},
	{"mkdir over a dangling symlink fails", soft, "symlink d s\nmkdir s ! EEXIST\n--\ns -> d\n"},
	{"chmod follows a symlink", soft, "write f x\nsymlink f s\nchmod s 600\nmode f = 600\n--\nf x\ns -> f\n"},
	{"a symlink to a file is no directory", soft, "write f x\nsymlink f s\nstat s/ ! ENOTDIR\nstat s/g ! ENOTDIR\n--\nf x\ns -> f\n"},
	{"a slash behind a symlink follows it", soft, "mkdir d\nsymlink d s\nlstat s/ = dir\nlstat s = symlink\n--\nd/\ns -> d\n"},
	{"dots in a target lead up", soft, "mkdirall a/b\nwrite f x\nsymlink .././../f a/b/s\ncat a/b/s = x\n--\na/\na/b/\na/b/s -> .././../f\nf x\n"},
}

var rowsOfCase = []Row{
	{"a name is found in any case", caseless, "write Report x\nstat rEPORT = file 1\nlist . = Report\n--\nReport x\n"},
	{"creating exclusively sees other cases", caseless, "write Report x\nopen h REPORT rwcx ! EEXIST\n--\nReport x\n"},
	{"writing keeps the spelling", caseless, "write Report x\nwrite REPORT yy\n--\nReport yy\n"},
	{"rename changes only the case", caseless, "write Report x\nrename Report REPORT\nlist . = REPORT\n--\nREPORT x\n"},
	{"rename changes only the case of a directory", caseless, "mkdir Dir\nwrite Dir/f x\nrename Dir DIR\n--\nDIR/\nDIR/f x\n"},
	{"rename over another spelling keeps that spelling", caseless, "write a new\nwrite Report old\nrename a REPORT\n--\nReport new\n"},
	{"letters beyond ASCII fold too", caseless, "write Äpfel x\ncat äPFEL = x\nmkdir ÄPFEL ! EEXIST\n--\nÄpfel x\n"},
	{"remove finds any case", caseless, "mkdir Dir\nwrite Dir/File x\nremove dir/fILE\nremove DIR\n--\n"},
}
