package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.InvalidConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;

/** Checks the addresses in {@code bootstrap.servers}: {@code host:port,...}. */
public final class BootstrapServers {

    /** As Kafka's clients read an address: a protocol and the brackets of an IPv6 address are allowed. */
    private static final Pattern ADDRESS = Pattern.compile("(?:[\\w.%-]*://)?\\[?([\\w.:%-]+?)]?:(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    private BootstrapServers() {}

    /** Refuses text that is not a list of addresses. */
    public static final class Reader implements Converter<String> {
        @Override
        public String convert(String text) {
            List<String> addresses = addresses(text);
            if (addresses.isEmpty() || !addresses.stream().allMatch(BootstrapServers::isAddress)) {
                throw new IllegalArgumentException("'" + text + "' is not a list of host:port,...");
            }
            return text;
        }
    }

    /**
     * Asks the system's resolver for each host. Blocks.
     *
     * @throws InvalidConfigException when none of the hosts has an address: no process that starts later changes that
     */
    public static void requireResolvable(KafkaConfig config) {
        String servers = config.bootstrapServers();
        if (addresses(servers).stream().noneMatch(BootstrapServers::isResolvable)) {
            throw new InvalidConfigException(
                    KafkaConfig.PREFIX + ".bootstrap-servers: no host of '" + servers + "' can be resolved");
        }
    }

    private static List<String> addresses(String text) {
        return Stream.of(text).flatMap(list -> Arrays.stream(list.split(","))).map(String::strip).toList();
    }

    private static boolean isAddress(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return false;
        }
        int port = Integer.parseInt(address.group(2));
        return port > 0 && port <= LAST_PORT;
    }

    private static boolean isResolvable(String text) {
        Matcher address = ADDRESS.matcher(text);
        try {
            return address.matches() && InetAddress.getByName(address.group(1)) != null;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
