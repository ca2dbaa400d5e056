package dev.rivulet.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and the Java client call a gateway whose certificate is of an authority that nobody knows. */
class HttpsIT {

    @TempDir
    private Path folder;

    @Test
    void commandsTrustTheAuthorityThatTheyAreTold() throws Exception {
        try (TestAuthority authority = TestAuthority.create()) {
            TestCertificate certificate = authority.issue("gateway");
            Config server = Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers",
                    SharedKafka.bootstrapServers(), "rivulet.topics.prefix", SharedKafka.newPrefix(HttpsIT.class),
                    "rivulet.topics.partitions", "2", "rivulet.http.port", "0", "rivulet.http.tls.certificate",
                    certificate.chain().toString(), "rivulet.http.tls.key", certificate.key().toString()));
            try (Stack stack = Stack.start(server, Optional.empty())) {
                assertThat(stack.url().getScheme()).isEqualTo("https");
                assertThat(GatewayConnection.find(commands(stack.url(), Map.of()))).isEmpty();

                Config config = commands(stack.url(),
                        Map.of("RIVULET_API_CA_FILE", authority.certificate().toString()));
                assertThat(GatewayConnection.find(config)).contains(stack.url());
                try (RivuletClient client = ClientFactory.of(config, stack.url()).build()) {
                    assertThat(client.ask("s", "hello").text()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() {
        Config config = commands(URI.create("https://127.0.0.1:1"),
                Map.of("RIVULET_API_CA_FILE", folder.resolve("none.pem").toString()));
        assertThatThrownBy(() -> ClientFactory.trusting(config)).isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.api.ca-file");
    }

    private static Config commands(URI gateway, Map<String, String> environment) {
        return Config.of(environment, Map.of("rivulet.url", gateway.toString()));
    }
}
