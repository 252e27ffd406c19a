package db

import (
	"syscall"
	"testing"
	"time"
)

type cpuClock struct{ total, from time.Duration }

func cpuNow() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
func (c *cpuClock) start() { c.from = cpuNow() }
func (c *cpuClock) stop()  { c.total += cpuNow() - c.from }
func (c *cpuClock) report(b *testing.B) {
	b.ReportMetric(float64(c.total.Milliseconds())/float64(b.N), "cpu-ms")
}
