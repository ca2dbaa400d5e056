package dev.rivulet.testkit.guarantee;

/** One way in which one turn broke a promise. */
public record Violation(String guarantee, String turn, String detail) {

    @Override
    public String toString() {
        return guarantee + " broken in turn " + turn + ": " + detail;
    }
}
