package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gapless/engine/products"
	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/script"

	"github.com/spf13/cobra"
)

// maxScript bounds what is read as a script.
const maxScript = 64 << 20

// ending is that of a script's file.
const ending = ".scenario"

// source is a script and the name by which its user called it.
type source struct {
	name   string
	file   string // that it was read from; empty for a script of the library
	text   string
	script *script.Script
}

// readFile reads a script's file. The errors are in the user's words.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory, and a script's file is wanted", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxScript+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxScript:
		return nil, fmt.Errorf("%s: the file is too large: expected at most %s", name, script.FormatSize(maxScript))
	}
	return data, nil
}

// load reads and checks one script: a file, or one of the library by its name.
func load(name string) (*source, error) {
	file := name
	data, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		e, ok := library.Find(name)
		if !ok {
			return nil, fmt.Errorf("there is no file %s, and no script of that name in the library%s", name, nearestScript(name))
		}
		file, data, err = "", e.Text, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	s.file = file
	return s, nil
}

// nearestScript suggests a script of the library.
func nearestScript(name string) string {
	var names []string
	for _, e := range library.All() {
		names = append(names, e.Name)
	}
	if near := script.Nearest(strings.TrimSuffix(name, ending), names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func parse(name string, data []byte) (*source, error) {
	s, err := scenarios.Parse(name, data)
	if err == nil {
		err = scenarios.Check(s, scenarios.Catalogue)
	}
	if err != nil {
		return nil, err
	}
	return &source{name: name, text: string(data), script: s}, nil
}

// loadAll reads the scripts of files and directories, or the whole library when none
// is named. The error holds the mistakes of all of them.
func loadAll(args []string) ([]*source, error) {
	if len(args) == 0 {
		return loadLibrary()
	}
	names, err := expand(args)
	if err != nil {
		return nil, err
	}
	var all []*source
	var errs []error
	for _, name := range names {
		s, err := load(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, s)
	}
	return all, errors.Join(errs...)
}

func loadLibrary() (all []*source, err error) {
	var errs []error
	for _, e := range library.All() {
		s, err := parse(e.Name, e.Text)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, s)
	}
	return all, errors.Join(errs...)
}

// expand puts the scripts of a directory, and of those below it, in its place.
func expand(args []string) (names []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			names = append(names, arg) // load says what is wrong with it
			continue
		}
		n := len(names)
		err = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
				names = append(names, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(names) == n {
			return nil, fmt.Errorf("the directory %s has no scripts: expected files named NAME%s", arg, ending)
		}
	}
	return names, nil
}

// overrides are the flags that put something else in a script's place.
type overrides struct {
	product string
	sets    []string
}

func (o *overrides) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.product, "product", "", "run for this product alone")
	cmd.Flags().StringArrayVar(&o.sets, "set", nil, "give a setting of the product another value, KEY=VALUE; may be repeated")
}

// setup is a script made ready for one product.
type setup struct {
	*scenarios.Setup
	*source
	judged bool // the script's expectations count: nothing overrides it
}

// product is one of the script's.
func (u *setup) product() string { return u.Product.Name }

// setups makes a script ready for each of its products, or for that of the command
// line. Naming one of the script's own products only picks it, and overrides nothing.
func (s *source) setups(o overrides) ([]*setup, error) {
	names := s.script.Products()
	judged := len(o.sets) == 0
	if o.product != "" {
		if !slices.Contains(products.Names(), o.product) {
			return nil, unknownProduct(o.product)
		}
		judged = judged && slices.Contains(names, o.product)
		names = []string{o.product}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: product NAME… is missing: name one of %s in the script, or give --product", s.name, strings.Join(products.Names(), ", "))
	}
	sets, err := o.settings()
	if err != nil {
		return nil, err
	}
	var all []*setup
	for _, name := range names {
		u, err := scenarios.NewSetup(s.script, name, sets)
		if err != nil {
			return nil, s.placed(err)
		}
		all = append(all, &setup{u, s, judged})
	}
	return all, nil
}

// placed gives an error the script's name, unless it begins with it.
func (s *source) placed(err error) error {
	if strings.HasPrefix(err.Error(), s.name+":") {
		return err
	}
	return fmt.Errorf("%s: %w", s.name, err)
}

func (o *overrides) settings() (all []scenarios.Override, err error) {
	for _, text := range o.sets {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("--set %s: expected KEY=VALUE; gapless products NAME lists the keys", text)
		}
		all = append(all, scenarios.Override{Key: key, Value: value})
	}
	return all, nil
}

func unknownProduct(name string) error {
	text := fmt.Sprintf("there is no product %q: expected one of %s", name, strings.Join(products.Names(), ", "))
	if near := script.Nearest(name, products.Names()); near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return errors.New(text)
}
