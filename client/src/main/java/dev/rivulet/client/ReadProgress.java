package dev.rivulet.client;

/**
 * How far a reader had come.
 *
 * @param bookmark null: no turn is known
 */
record ReadProgress(Bookmark bookmark, String text) {

    static final ReadProgress NONE = new ReadProgress(null, "");
}
