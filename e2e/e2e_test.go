// Package e2e does in a real browser, against the real program, what its users
// do. It knows nothing of the program but its pages and its command line.
package e2e

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long one step in the browser may take on a busy machine.
const patience = 30 * time.Second

// program is the path of the built program.
var program string

// chromium starts the browser of all tests. Each window that they open has
// cookies of its own, as a browser just installed.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 800), chromedp.Flag("disable-quic", true))
	// The same browser without its own windows takes half the time.
	if shell, err := exec.LookPath("chromium-headless-shell"); err == nil {
		options = append(options, chromedp.ExecPath(shell))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	stopChromium = func() { stop(); stopAllocator() }
	return ctx, chromedp.Do(ctx) // the first step starts it
})

// stopChromium stops the browser, if it was started.
var stopChromium = func() {}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kortisto-e2e")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "kortisto")
	if out, err := exec.Command("go", "build", "-o", program, "..").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s\n%v\n", out, err)
		os.Exit(1)
	}
	status := m.Run()
	stopChromium()
	os.RemoveAll(dir)
	os.Exit(status)
}

// site is a running server.
type site struct {
	t       testing.TB
	address string
	data    string
	printed string // what the server said when it started
}

// serve starts a server with its data in a new directory.
func serve(t testing.TB, args ...string) *site {
	t.Helper()
	s := &site{t: t, data: t.TempDir()}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", s.data, "--lang", "en"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if testing.Verbose() {
		cmd.Stderr = os.Stdout
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("the server ended with %v", err)
		}
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		s.printed += lines.Text() + "\n"
		if found := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text()); found != "" && s.address == "" {
			s.address = found
		}
		if strings.Contains(lines.Text(), "/login") || strings.Contains(lines.Text(), "/setup#") {
			break
		}
	}
	if s.address == "" {
		t.Fatalf("the server said only %q", s.printed)
	}
	return s
}

// run runs a command of the program on the site's register.
func (s *site) run(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(program, append(args, "--data", s.data)...)
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// runWith is run with something to read.
func (s *site) runWith(input string, args ...string) {
	s.t.Helper()
	cmd := exec.Command(program, append(args, "--data", s.data)...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// browser is one browser as its user sees it, with cookies of its own. It notes what must not
// happen: errors in the console, what the content policy has stopped, dialogs,
// and requests that leave the server.
type browser struct {
	t    testing.TB
	ctx  context.Context
	site *site

	leaves bool        // questions before a page is left are answered with yes
	asks   chan string // takes questions before a page is left, where they are expected

	mu       sync.Mutex
	faults   []string
	loads    int  // whole pages that were loaded
	failing  bool // requests are made to fail, of which the browser and htmx tell in the console
	received map[network.RequestID]int64
	largest  int64 // bytes of the largest answer, unpacked
}

// open opens a browser. When the test ends it fails if anything was noted.
func (s *site) open() *browser {
	s.t.Helper()
	shared, err := chromium()
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	b := &browser{t: s.t, ctx: ctx, site: s, received: make(map[network.RequestID]int64)}
	s.t.Cleanup(func() {
		stop()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, fault := range b.faults {
			s.t.Error(fault)
		}
	})
	// The first step opens the window, which stays open as long as its context.
	if err := chromedp.Do(ctx); err != nil {
		s.t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		s.t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": "fi"}})
	return b
}

// call sends a command of the browser's protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

// css is a selector.
func css(selector string) chromedp.CSS { return chromedp.CSS(selector) }

func (b *browser) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, fmt.Sprintf("exception: %v", event.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			for _, arg := range event.Args {
				if !b.failing && !strings.Contains(string(arg.Value), "Response Status Error Code 4") { // as htmx tells of what is refused
					b.faults = append(b.faults, fmt.Sprintf("console: %s %s", arg.Description, arg.Value))
				}
			}
		}
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError && !b.failing && !strings.Contains(event.Entry.Text, "status of 4") {
			b.faults = append(b.faults, "log: "+event.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		if b.asks != nil && event.Type == page.DialogTypeBeforeunload {
			b.asks <- event.Message
			return
		}
		if !b.leaves || event.Type != page.DialogTypeBeforeunload {
			b.faults = append(b.faults, "a dialog opened: "+event.Message)
		}
		go chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // else the page waits
	case *network.EventDataReceived:
		b.received[event.RequestID] += event.DataLength
		b.largest = max(b.largest, b.received[event.RequestID])
	case *network.EventRequestWillBeSent:
		if address, err := url.Parse(event.Request.URL); err == nil && address.Scheme != "data" && !strings.HasPrefix(event.Request.URL, b.site.address) {
			b.faults = append(b.faults, "a request left the server: "+event.Request.URL)
		}
		if event.Type == network.ResourceTypeDocument {
			b.loads++
		}
	}
}

// do runs steps, all of them within patience, each once the page is loaded with its
// scripts: what a step before it led to may be in sight sooner. An element that gave
// way to another between being found and being pressed is looked for again: nothing
// was pressed yet.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for _, step := range steps {
		b.loaded(ctx)
		err := chromedp.Do(ctx, step)
		for err != nil && strings.Contains(err.Error(), "Could not find node with given id") && ctx.Err() == nil {
			err = chromedp.Do(ctx, step)
		}
		if err != nil {
			b.t.Fatalf("%v\n%s", err, b.shown())
		}
	}
}

// loaded waits until the page is loaded, or there is no more time for it.
func (b *browser) loaded(ctx context.Context) {
	for state := ""; state != "complete" && ctx.Err() == nil; {
		state, _ = chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState`)) // a page that is left just then has none
	}
}

// shown is the beginning of what the page holds, "" where it tells nothing of itself.
func (b *browser) shown() string {
	ctx, cancel := context.WithTimeout(b.ctx, patience/10)
	defer cancel()
	html, _ := chromedp.Run(ctx, chromedp.OuterHTML(css("main")))
	return html[:min(len(html), 3000)]
}

// ask evaluates an expression in the page.
func ask[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

func (b *browser) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.address+path), chromedp.WaitReady(css("main")))
}

// logIn logs in as the user of the demonstration.
func (b *browser) logIn() *browser {
	b.t.Helper()
	b.visit("/login")
	b.do(chromedp.SendKeys(css(`input[name="name"]`), "demo"),
		chromedp.SendKeys(css(`input[name="password"]`), "demo-kortisto"),
		chromedp.Submit(css(`input[name="password"]`)),
		chromedp.WaitVisible(css(`a[href$="/imports/new"]`)))
	return b
}

// upload gives a file to the import page and waits for the confirmation.
func (b *browser) upload(name, content string) {
	b.t.Helper()
	b.give(name, content)
	b.do(chromedp.WaitReady(css("form#mapping")))
	b.settled()
}

// give gives a file to the import page.
func (b *browser) give(name, content string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.visit("/imports/new")
	b.do(chromedp.SetUploadFiles(css(`input[name="file"]`), []string{path}),
		chromedp.Click(css(`main form[enctype] button[type="submit"]`)))
}

// count waits until the plan counts n rows of a status.
func (b *browser) count(status string, n int) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector('[data-count="%s"]')?.textContent === "%d"`, status, n))
}

// wait waits until an expression holds. Where the answer takes so long that the
// page is left for the one that shows the progress, it goes on in the page that
// follows.
func (b *browser) wait(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		attempt, stop := context.WithTimeout(ctx, patience/10)
		_, err := chromedp.Run(attempt, chromedp.Poll[bool](expression))
		stop()
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			b.t.Fatalf("%s: %v\n%s", expression, err, b.shown())
		}
	}
}

// eval evaluates an expression to a text.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	return ask[string](b, "String("+expression+")")
}

// click presses what a selector finds, in sight or not.
func (b *browser) click(selector string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf("document.querySelector(%q).click() === undefined", selector))
}

// choose chooses a value of a select as a person does, with its events.
func (b *browser) choose(name, value string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(() => {
		const select = document.querySelector('select[form="mapping"][name=%[1]q], form#mapping select[name=%[1]q]');
		select.focus();
		select.value = %[2]q;
		return select.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, name, value))
}

// shot takes a picture of the page where SHOTS names a folder for it, at two
// widths, light and dark.
func (b *browser) shot(name string) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	for _, width := range []int64{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 700})
			call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				b.t.Fatal(err)
			}
			path := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme))
			if err := os.WriteFile(path, picture, 0o600); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	call(b, emulation.ClearDeviceMetricsOverride, cdp.Empty{})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
}
