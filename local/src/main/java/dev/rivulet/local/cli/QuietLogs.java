package dev.rivulet.local.cli;

/** Reduces logging in interactive commands to warnings. */
final class QuietLogs {

    private QuietLogs() {}

    /** Must be called before anything logs. Environment variables that are set take precedence. */
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
