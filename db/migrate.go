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
	if applied, err := appliedTo(ctx, db.write); err != nil {
		return err
	} else if len(applied) > 0 && !db.isCopy {
		if err := db.backUpBeforeUpgrade(ctx); err != nil {
			return err
		}
	}
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

func (db *DB) knownMigrations() (*migrate.Migrations, error) {
	known := migrate.NewMigrations()
	return known, known.Discover(db.migrations)
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

// markApplied marks a migration as done in its own transaction. The migrator
// marks it once more after that, too late for a process that is killed between.
func (db *DB) markApplied(ctx context.Context, tx bun.IConn, migration *migrate.Migration) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO bun_migrations (name, group_id) VALUES (?, ?)`,
		migration.Name, migration.GroupID)
	db.reached("migrated")
	return err
}
