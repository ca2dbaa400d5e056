package dev.rivulet.client;

/**
 * How far a reader had come.
 *
 * @param bookmark null: no turn is known
 */
record Progress(Bookmark bookmark, String text) {

    static final Progress NONE = new Progress(null, "");
}
