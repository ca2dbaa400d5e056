package dev.rivulet.testkit.guarantee;

/** A guarantee that a turn violated. */
public record Violation(String guarantee, String turn, String detail) {

    @Override
    public String toString() {
        return guarantee + " broken in turn " + turn + ": " + detail;
    }
}
