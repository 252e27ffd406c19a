// Package web is what the pages stand on and what knows nothing of customers:
// connections, the time in which a server works, proxies and templates.
package web

import (
	"container/list"
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// The pause where no connection can be accepted: it grows up to a second.
	firstPause = 5 * time.Millisecond
	lastPause  = time.Second

	// firstWord is how long a new connection has to say something before it can
	// be closed for another one, however many there are.
	firstWord = 20 * time.Millisecond

	// warnEvery is how often the log says that there are too many connections.
	warnEvery = time.Minute

	// What is sent in spite of a refusal is read so far, or the sender would
	// see a broken connection in place of the answer.
	lingerTime  = 10 * time.Second
	lingerBytes = 100 << 20
)

// What is taken of anybody: the header of a request, and a small form.
const (
	LargestHeader = 16 << 10
	SmallBody     = 64 << 10
)

// ConnectionsWithin is how many connections of those wanted the system leaves
// room for, beside the files that the register has open.
func ConnectionsWithin(wanted int) int {
	files := openFiles()
	if files == 0 {
		return wanted
	}
	register := 16 + 4*(1+max(4, runtime.NumCPU())) // each reader of the database opens a few files
	return min(wanted, files-min(register, files/2))
}

// Connections accepts connections and never gives up: where files run out it
// waits and goes on. It keeps a limited number of connections. Beyond
// that one is closed for each new one: the oldest that waits for its client,
// and has never sent a request with a valid session. So whoever is logged in
// is served while somebody else holds all the connections there can be.
type Connections struct {
	net.Listener
	most   int
	log    *slog.Logger
	closed chan struct{}
	close  sync.Once

	mu     sync.Mutex
	open   list.List // of *Connection, the oldest first
	warned time.Time
}

var _ net.Listener = (*Connections)(nil)

// Listen keeps at most so many connections of a listener.
func Listen(listener net.Listener, most int, log *slog.Logger) *Connections {
	return &Connections{Listener: listener, most: most, log: log, closed: make(chan struct{})}
}

// Accept implements net.Listener. It fails when the listener is closed, only then.
func (l *Connections) Accept() (net.Conn, error) {
	var pause time.Duration
	for {
		accepted, err := l.Listener.Accept()
		switch {
		case err == nil:
			pause = 0
			if l.makeRoom(l.most - 1) {
				return l.add(accepted), nil
			}
			_ = accepted.Close()
		case errors.Is(err, net.ErrClosed):
			return nil, err
		default:
			l.warn("connections cannot be accepted", err)
			pause = min(max(2*pause, firstPause), lastPause)
			l.makeRoom(l.count() - 1)
			if !l.sleep(pause) {
				return nil, net.ErrClosed
			}
		}
	}
}

// Close implements net.Listener.
func (l *Connections) Close() error {
	l.close.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// sleep reports whether the listener is still open afterwards.
func (l *Connections) sleep(pause time.Duration) bool {
	over := time.NewTimer(pause)
	defer over.Stop()
	select {
	case <-over.C:
		return true
	case <-l.closed:
		return false
	}
}

func (l *Connections) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open.Len()
}

// makeRoom closes connections until there are no more than most, and reports
// whether it could.
func (l *Connections) makeRoom(most int) bool {
	for l.count() > max(0, most) {
		least := l.least()
		if least == nil {
			return false
		}
		l.warn("connections closed for others: there are too many", nil)
		if young := firstWord - time.Since(least.since); young > 0 && !l.sleep(young) {
			return false
		}
		l.remove(least)
		_ = least.Conn.Close()
	}
	return true
}

// least is the connection that is missed least, or nil where each one is being served.
func (l *Connections) least() *Connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	var idle *Connection
	for e := l.open.Front(); e != nil; e = e.Next() {
		c := e.Value.(*Connection)
		switch {
		case !c.waits.Load():
		case !c.kept.Load():
			return c
		case idle == nil && c.between.Load():
			idle = c
		}
	}
	return idle
}

func (l *Connections) add(accepted net.Conn) *Connection {
	c := &Connection{Conn: accepted, of: l, since: time.Now()}
	c.waits.Store(true)
	l.mu.Lock()
	defer l.mu.Unlock()
	c.place = l.open.PushBack(c)
	return c
}

func (l *Connections) remove(c *Connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.place != nil {
		l.open.Remove(c.place)
		c.place = nil
	}
}

// warn logs what happens to connections, now and then.
func (l *Connections) warn(message string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.warned) < warnEvery {
		return
	}
	l.warned = time.Now()
	attributes := []any{"open", l.open.Len(), "most", l.most}
	if err != nil {
		attributes = append(attributes, "error", err.Error())
	}
	l.log.Warn(message, attributes...)
}

// A Connection knows what it is used for.
type Connection struct {
	net.Conn
	of    *Connections
	place *list.Element // in the list of those that are open
	since time.Time

	waits   atomic.Bool  // for its client, to send or to take something
	between atomic.Bool  // requests: the last one is answered, and no other has begun
	kept    atomic.Bool  // somebody who is logged in uses it
	taken   atomic.Int64 // bytes of the request that is under way
	lingers atomic.Bool
}

// Keep counts the connection among those of users who are logged in.
func (c *Connection) Keep() { c.kept.Store(true) }

// Served says that all work on a request is done but for sending the answer,
// which goes on making it where it streams.
func (c *Connection) Served(streams bool) {
	c.taken.Store(0)
	c.between.Store(!streams)
}

// Linger has the connection read on for a while when it is closed.
func (c *Connection) Linger() { c.lingers.Store(true) }

// Read implements net.Conn.
func (c *Connection) Read(p []byte) (int, error) {
	c.between.Store(c.taken.Load() == 0)
	c.waits.Store(true)
	defer c.waits.Store(false)
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.between.Store(false)
		// So much is taken from users alone, whom the handlers have not seen yet.
		if c.taken.Add(int64(n)) > LargestHeader+2*SmallBody {
			c.Keep()
		}
	}
	if (err == io.EOF || errors.Is(err, net.ErrClosed)) && c.taken.Load() > 0 {
		// In the middle of a request it is no ordinary end, which fasthttp would
		// tell nobody of: neither where the client breaks off nor where we do, for
		// another connection.
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Write implements net.Conn.
func (c *Connection) Write(p []byte) (int, error) {
	c.waits.Store(true) // and stays so until the next request
	return c.Conn.Write(p)
}

// Close implements net.Conn.
func (c *Connection) Close() error {
	defer c.of.remove(c)
	if tcp, ok := c.Conn.(*net.TCPConn); ok && c.lingers.Swap(false) && tcp.CloseWrite() == nil {
		c.kept.Store(false)
		c.waits.Store(true)
		if tcp.SetReadDeadline(time.Now().Add(lingerTime)) == nil {
			_, _ = io.CopyN(io.Discard, tcp, lingerBytes)
		}
	}
	return c.Conn.Close()
}
