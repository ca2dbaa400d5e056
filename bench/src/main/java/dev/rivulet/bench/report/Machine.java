package dev.rivulet.bench.report;

/** The machine on which the figures were measured. */
public record Machine(int processors, String java, String system) {

    public static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }
}
