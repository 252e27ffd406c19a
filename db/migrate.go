package db

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"
)

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

// markApplied marks a migration as done in its own transaction. The migrator
// marks it once more after that, too late for a process that is killed between.
func (db *DB) markApplied(ctx context.Context, tx bun.IConn, migration *migrate.Migration) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO bun_migrations (name, group_id) VALUES (?, ?)`,
		migration.Name, migration.GroupID)
	db.reached("migrated")
	return err
}
