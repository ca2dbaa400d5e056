package dev.rivulet.local.cli;

/** A conversation is no place for log lines; what goes wrong is still said. */
final class QuietLogs {

    private QuietLogs() {}

    /** To be called before anything logs. Variables that somebody set stay as they are. */
    static void set() {
        quiet("RIVULET_LOG_LEVEL", "WARN");
        quiet("RIVULET_LOG_KAFKA", "OFF");
    }

    private static void quiet(String variable, String level) {
        if (System.getenv(variable) == null) {
            System.setProperty(variable, level);
        }
    }
}
