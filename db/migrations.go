package db

import (
	"context"
	"embed"
	"io/fs"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"
)

//go:embed migrations/*.sql
var embeddedMigrations embed.FS

// migrationFiles are the migrations, by their names alone.
func migrationFiles() fs.FS {
	files, err := fs.Sub(embeddedMigrations, "migrations")
	if err != nil {
		panic("db: " + err.Error()) // the name is no path
	}
	return files
}

func (db *DB) knownMigrations() (*migrate.Migrations, error) {
	known := migrate.NewMigrations()
	return known, known.Discover(db.migrations)
}

// appliedTo returns the names of the migrations that a database has seen.
func appliedTo(ctx context.Context, pool *bun.DB) (map[string]bool, error) {
	var tables int
	err := pool.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'bun_migrations'`).Scan(&tables)
	if err != nil || tables == 0 {
		return nil, err
	}
	var names []string
	err = pool.NewRaw(`SELECT name FROM bun_migrations`).Scan(ctx, &names)
	if isOtherSchema(err) {
		return nil, ErrForeign
	}
	if err != nil {
		return nil, err
	}
	applied := make(map[string]bool, len(names))
	for _, name := range names {
		applied[name] = true
	}
	return applied, nil
}

// lacks tells whether one of the migrations has not been applied. It fails with
// ErrNewerSchema where another one has.
func lacks(known *migrate.Migrations, applied map[string]bool) (missing bool, err error) {
	found := 0
	for _, migration := range known.Sorted() {
		if applied[migration.Name] {
			found++
		} else {
			missing = true
		}
	}
	if found < len(applied) {
		return false, ErrNewerSchema
	}
	return missing, nil
}

// missingMigrations lists the migrations and tells whether the database lacks
// one. It fails with ErrNewerSchema where it has one more.
func (db *DB) missingMigrations(ctx context.Context) (known *migrate.Migrations, missing bool, err error) {
	applied, err := appliedTo(ctx, db.write)
	if err != nil {
		return nil, false, err
	}
	if known, err = db.knownMigrations(); err != nil {
		return nil, false, err
	}
	missing, err = lacks(known, applied)
	return known, missing, err
}
