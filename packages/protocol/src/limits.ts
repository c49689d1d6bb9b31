/** The version of the protocol that this package speaks, and the lowest it still understands. */
export const PROTOCOL_VERSION = 1
export const PROTOCOL_VERSION_MIN = 1

/** Largest frame in either direction, in bytes. A longer one closes the connection. */
export const FRAME_BYTES_MAX = 65_536

/** Largest frame of an upload (`begin_upload`, `upload_chunk`), in bytes. */
export const UPLOAD_FRAME_BYTES_MAX = 266_240

/** Longest text of one message, in UTF-16 code units. */
export const TEXT_LENGTH_MAX = 10_000

/** Longest preview of unsent text, in UTF-16 code units; the server cuts what is longer. */
export const TYPING_TEXT_LENGTH_MAX = 1_000

/** Longest `client_id`, in characters out of A–Z a–z 0–9 `_` `-` `.`. */
export const CLIENT_ID_LENGTH_MAX = 64

/** Most messages in one page of history. */
export const MESSAGE_PAGE_MAX = 200

/** Most conversations in one page of a list. */
export const CONVERSATION_PAGE_MAX = 100

/** Most conversations that one agent's connection watches besides its own. */
export const WATCHED_MAX = 20

/** Most bytes that come with `begin_upload`: a file up to this size takes one frame. */
export const UPLOAD_FIRST_BYTES_MAX = 65_536

/** Most bytes of one `upload_chunk`. */
export const UPLOAD_CHUNK_BYTES_MAX = 262_144

/** Longest name of a file, in UTF-16 code units. */
export const FILE_NAME_LENGTH_MAX = 200

/** Most links that one `fetch_file_links` asks for. */
export const FILE_LINKS_MAX = 50
