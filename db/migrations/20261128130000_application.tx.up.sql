-- By this number, in the file's header, the program knows its own databases: "Kort".
PRAGMA application_id = 0x4b6f7274;
