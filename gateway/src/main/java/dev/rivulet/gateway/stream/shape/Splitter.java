package dev.rivulet.gateway.stream.shape;

/** Finds the places where a text that comes piece by piece may be cut. May have the state of one attempt's text. */
interface Splitter {

    int NONE = -1;

    /**
     * The last place where the text so far may be cut, as an index into its newest piece, 0 being in front of it; {@link
     * #NONE} when that piece brings no such place. Never within a surrogate pair or a CRLF that is in the text.
     */
    int lastCut(String piece);
}
