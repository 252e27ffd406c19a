package db

import (
	"bytes"
	"context"
	"slices"

	"github.com/uptrace/bun"
)

// chunkSize is the size of the pieces that a file is kept in, in bytes.
const chunkSize = 1 << 20

// storeFile keeps the bytes of an import's file.
func storeFile(ctx context.Context, tx bun.Tx, id int64, data []byte) error {
	insert, err := tx.PrepareContext(ctx, `INSERT INTO import_chunks (import_id, seq, data) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	seq := 0
	for chunk := range slices.Chunk(data, chunkSize) {
		if _, err := insert.ExecContext(ctx, id, seq, chunk); err != nil {
			return err
		}
		seq++
	}
	return nil
}

// storedFile reads the bytes of an import's file. It is ErrNotFound where they are
// not kept any more, or never were.
func storedFile(ctx context.Context, q bun.IDB, id int64) ([]byte, error) {
	var size int64
	err := q.QueryRowContext(ctx, `SELECT file_size FROM imports WHERE id = ?`, id).Scan(&size)
	if err != nil {
		return nil, translate(notFound(err))
	}
	rows, err := q.QueryContext(ctx, `SELECT data FROM import_chunks WHERE import_id = ? ORDER BY seq`, id)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var file bytes.Buffer
	file.Grow(int(size))
	for rows.Next() {
		var chunk []byte
		if err := rows.Scan(&chunk); err != nil {
			return nil, translate(err)
		}
		file.Write(chunk)
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err)
	}
	if int64(file.Len()) != size {
		return nil, ErrNotFound
	}
	return file.Bytes(), nil
}

// dropFiles drops the bytes of imports' files.
func dropFiles(ctx context.Context, tx bun.Tx, ids ...int64) error {
	_, err := tx.NewDelete().Table("import_chunks").Where("import_id IN ?", bun.Tuple(ids)).Exec(ctx)
	return err
}
