package dev.rivulet.local.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The script {@code rivulet} in a folder of its own, with a JDK and a Maven that only say how they were called. A
 * training run of this JDK writes a cache; one with the file {@code fails} in its folder fails.
 */
record Checkout(Path home) {

    private static final String JAVA = """
            #!/usr/bin/env bash
            jdk="$(cd "$(dirname "$0")/.." && pwd)"
            case "$*" in
              *-XshowSettings*) echo "    java.specification.version = 21" ;;
              *-XX:AOTCacheOutput=*)
                echo trained >>"$jdk/trained"
                [ ! -e "$jdk/fails" ] || exit 1
                for option in "$@"; do
                  case "$option" in -XX:AOTCacheOutput=*) echo cache >"${option#*=}" ;; esac
                done ;;
              *) printf '%s\\n' "$@" ;;
            esac
            """;
    private static final String MAVEN = """
            #!/usr/bin/env bash
            for module in local bench; do
              mkdir -p "$module/target/lib" && echo built >"$module/target/rivulet-$module-1-class-path.jar"
            done
            """;

    static Checkout in(Path home) throws IOException {
        Files.copy(Path.of("..", "rivulet"), home.resolve("rivulet"));
        Checkout checkout = new Checkout(home);
        checkout.program("path/mvn", MAVEN);
        return checkout;
    }

    /** @param release the text of the file in which a JDK names its version; null for none */
    Path jdk(String name, String release) throws IOException {
        program(name + "/bin/java", JAVA);
        Path jdk = home.resolve(name);
        if (release != null) {
            Files.writeString(jdk.resolve("release"), release);
        }
        return jdk;
    }

    private void program(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
    }

    Path cache() {
        return home.resolve("local/target/rivulet.aot");
    }

    /** Runs the script and returns what it, and the JDK, said. */
    List<String> run(Path jdk, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(home.resolve("rivulet").toString()).redirectErrorStream(true);
        script.command().addAll(List.of(command));
        script.environment().keySet().removeIf(name -> name.startsWith("RIVULET_"));
        script.environment().putAll(environment);
        script.environment().put("JAVA_HOME", jdk.toString());
        script.environment().put("PATH", home.resolve("path") + ":" + System.getenv("PATH"));
        Process process = script.start();
        List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }
}
