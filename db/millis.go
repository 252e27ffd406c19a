package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Millis is a moment as the database keeps it: in whole milliseconds.
type Millis time.Time

// Time returns the moment in local time.
func (m Millis) Time() time.Time { return time.Time(m) }

// IsZero reports whether there is no moment.
func (m Millis) IsZero() bool { return time.Time(m).IsZero() }

// Value implements driver.Valuer.
func (m Millis) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return time.Time(m).UnixMilli(), nil
}

// Scan implements sql.Scanner.
func (m *Millis) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*m = Millis{}
	case int64:
		*m = Millis(time.UnixMilli(value))
	default:
		return fmt.Errorf("db: %T is no moment", value)
	}
	return nil
}
