package dev.rivulet.client;

/**
 * What a reader had received when it failed.
 *
 * @param bookmark null if the turn is not known yet
 * @param text of the newest attempt
 */
record ReadProgress(Bookmark bookmark, String text) {

    static final ReadProgress NONE = new ReadProgress(null, "");
}
