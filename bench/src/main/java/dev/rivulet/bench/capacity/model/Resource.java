package dev.rivulet.bench.capacity.model;

/**
 * How much of something is taken.
 *
 * @param name with its unit
 * @param need what the load takes
 * @param has what there is
 * @param remedy what to add when it is short
 */
public record Resource(String name, double need, double has, String remedy) {

    /** Returns what part is taken; more than 1 if there is not enough. */
    public double used() {
        return need / has;
    }
}
