package dev.rivulet.gateway.stream.shape;

/** A word ends where white space is followed by something else. */
final class Words implements Splitter {

    private boolean afterSpace;

    @Override
    public int lastCut(String piece) {
        int cut = NONE;
        for (int i = 0; i < piece.length(); i++) {
            boolean space = Character.isWhitespace(piece.charAt(i));
            if (afterSpace && !space) {
                cut = i;
            }
            afterSpace = space;
        }
        return cut;
    }
}
