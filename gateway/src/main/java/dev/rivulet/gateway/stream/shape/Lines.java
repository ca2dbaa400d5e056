package dev.rivulet.gateway.stream.shape;

/** A line ends with its line feed. */
final class Lines implements Splitter {

    @Override
    public int lastCut(String piece) {
        int lineFeed = piece.lastIndexOf('\n');
        return lineFeed < 0 ? NONE : lineFeed + 1;
    }
}
