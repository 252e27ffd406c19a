package db

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"
	"kortisto/importer"
)

// Remembered is how the columns of files with one header were mapped in the
// last saved import of such a file.
type Remembered struct {
	Mapping importer.Mapping `json:"mapping"`
	Options importer.Options `json:"options"` // importer.Options.Lasting of the import
	SavedAt time.Time        `json:"saved_at"`
	SavedBy string           `json:"saved_by"`
}

// Recalled says which import a draft has its mapping from.
type Recalled struct {
	At    time.Time        `json:"at"`
	By    string           `json:"by"`
	Guess importer.Mapping `json:"guess,omitempty"` // the program's own, in place of which it stands
}

// RememberedMapping returns the last saved mapping of files with a header, by
// importer.HeaderKey. It fails with ErrNotFound where there is none.
func (db *DB) RememberedMapping(ctx context.Context, key string) (Remembered, error) {
	var kept []byte
	err := db.read.QueryRowContext(ctx, `SELECT mapping FROM mappings WHERE header = ?`, key).Scan(&kept)
	if err != nil {
		return Remembered{}, translate(notFound(err))
	}
	var found Remembered
	if json.Unmarshal(kept, &found) != nil {
		return Remembered{}, ErrNotFound // of a field that is no more
	}
	return found, nil
}

// rememberMapping keeps the mapping of a saved import for the next file with
// the same header. A selection is no file of which there will be a next one.
func (s *save) rememberMapping(ctx context.Context, tx bun.Tx, row *Import) error {
	key := importer.HeaderKey(s.request.Input.Sheet)
	if key == "" || s.request.Input.Selection {
		return nil
	}
	kept, err := json.Marshal(Remembered{
		Mapping: row.Choices.Mapping,
		Options: row.Choices.Options.Lasting(),
		SavedAt: row.SavedAt.Time(),
		SavedBy: row.SavedBy,
	})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx,
		`INSERT INTO mappings (header, mapping) VALUES (?, ?) ON CONFLICT (header) DO UPDATE SET mapping = excluded.mapping`, key, string(kept))
	return err
}
