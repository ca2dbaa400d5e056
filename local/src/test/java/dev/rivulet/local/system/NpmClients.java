package dev.rivulet.local.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The official clients of npm and the scripts that drive them, {@code src/test/npm}. They are installed under {@code
 * target}, once for each lock file. Without node, npm or a registry the test is skipped, and says why.
 */
public final class NpmClients {

    private static final Path SOURCE = Path.of("src", "test", "npm");
    private static final int OLDEST_NODE = 20;
    private static final Pattern UNREACHABLE = Pattern
            .compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT");

    private final Path directory;

    private NpmClients(Path directory) {
        this.directory = directory;
    }

    public static NpmClients install() throws IOException, InterruptedException, GeneralSecurityException {
        requireNode();
        byte[] lock = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lock), 0, 8);
        Path directory = Files.createDirectories(Path.of("target", "npm-" + hash));
        try (Stream<Path> sources = Files.list(SOURCE)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, directory.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path installed = directory.resolve("installed");
        if (!Files.exists(installed)) {
            npmInstall(directory);
            Files.createFile(installed);
        }
        return new NpmClients(directory);
    }

    /** Starts a case of a script. */
    public NpmCase start(String script, String name, Map<String, String> settings) {
        return NpmCase.start(directory, script, name, settings);
    }

    private static void requireNode() throws IOException, InterruptedException {
        String version = version("node").strip();
        Assumptions.assumeTrue(Integer.parseInt(version.substring(1).split("\\.")[0]) >= OLDEST_NODE,
                () -> "node " + OLDEST_NODE + " or newer is needed; here is " + version);
        version("npm");
    }

    private static String version(String program) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), UTF_8);
            Assumptions.assumeTrue(process.waitFor() == 0, () -> program + " does not run here");
            return version;
        } catch (IOException missing) {
            return Assumptions.abort(program + " is not installed");
        }
    }

    private static void npmInstall(Path directory) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=60000")).directory(directory.toFile())
                .redirectErrorStream(true).start();
        String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
        if (npm.waitFor() != 0) {
            Assumptions.assumeFalse(UNREACHABLE.matcher(said).find(), () -> "npm reaches no registry: " + said);
            throw new IllegalStateException("npm ci failed: " + said);
        }
    }
}
