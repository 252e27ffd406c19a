package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
)

// querier is what the pools, their connections and transactions have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// notFound turns a query's empty answer into ErrNotFound.
func notFound(err error) error {
	if err == sql.ErrNoRows {
		return ErrNotFound
	}
	return err
}

// eachRow calls a function with each row that a query gives.
func eachRow(ctx context.Context, q querier, use func(*sql.Rows) error, query string) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eachNumber calls a function with each number that a query gives.
func eachNumber(ctx context.Context, q querier, use func(int), query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		if err := rows.Scan(&number); err != nil {
			return err
		}
		use(number)
	}
	return rows.Err()
}

// listed writes the keys of a map as a JSON list, which is how a statement
// takes any number of arguments.
func listed[K int | int64 | string, V any](set map[K]V) string {
	return jsonList(slices.Collect(maps.Keys(set)))
}

// jsonList writes the members of a list in the same way.
func jsonList[K int | int64 | string](members []K) string {
	list, err := json.Marshal(members)
	if err != nil {
		panic("db: " + err.Error()) // numbers and strings always can be written
	}
	return string(list)
}
