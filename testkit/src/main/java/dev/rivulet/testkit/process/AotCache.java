package dev.rivulet.testkit.process;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The cache of classes and profiles (JEP 483, 515) with which this JVM was started. */
public final class AotCache {

    private static final List<String> OPTIONS = List.of("-XX:AOTCache=", "-Xlog:aot");

    private AotCache() {}

    /** Returns the options with which a JVM of the same class path uses it too; none if there is no cache. */
    public static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> OPTIONS.stream().anyMatch(argument::startsWith)).toList();
    }
}
