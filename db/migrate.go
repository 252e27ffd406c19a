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

// migrate brings the schema up to date. It takes the write lock only where
// there is something to do.
func (db *DB) migrate(ctx context.Context) error {
	known, missing, err := db.missingMigrations(ctx)
	if err != nil || !missing {
		return err
	}
	release, err := db.lock.acquire(ctx, Purpose{Work: "migration"})
	if err != nil {
		return err
	}
	defer release()
	migrator := migrate.NewMigrator(db.write, known,
		migrate.WithMarkAppliedOnSuccess(true), migrate.WithUpsert(true), migrate.AfterMigration(db.markApplied))
	if err := migrator.Init(ctx); err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx)
	return err
}

// missingMigrations lists the migrations and tells whether the database lacks
// one. It fails with ErrNewerSchema where it has one more.
func (db *DB) missingMigrations(ctx context.Context) (known *migrate.Migrations, missing bool, err error) {
	known = migrate.NewMigrations()
	if err := known.Discover(db.migrations); err != nil {
		return nil, false, err
	}
	applied, err := db.applied(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, migration := range known.Sorted() {
		missing = missing || !applied[migration.Name]
		delete(applied, migration.Name)
	}
	if len(applied) > 0 {
		return nil, false, ErrNewerSchema
	}
	return known, missing, nil
}

// applied returns the names of the migrations that the database has seen.
func (db *DB) applied(ctx context.Context) (map[string]bool, error) {
	var tables int
	err := db.write.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'bun_migrations'`).Scan(&tables)
	if err != nil || tables == 0 {
		return nil, err
	}
	var names []string
	if err := db.write.NewRaw(`SELECT name FROM bun_migrations`).Scan(ctx, &names); err != nil {
		return nil, err
	}
	applied := make(map[string]bool, len(names))
	for _, name := range names {
		applied[name] = true
	}
	return applied, nil
}

// markApplied marks a migration as done in its own transaction. The migrator
// marks it once more after that, too late for a process that is killed between.
func (db *DB) markApplied(ctx context.Context, tx bun.IConn, migration *migrate.Migration) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO bun_migrations (name, group_id) VALUES (?, ?)`,
		migration.Name, migration.GroupID)
	db.reached("migrated")
	return err
}
