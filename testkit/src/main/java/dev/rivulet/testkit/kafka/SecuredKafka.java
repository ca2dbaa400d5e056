package dev.rivulet.testkit.kafka;

import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * One broker that clients reach over TLS only, each as a user with a password (SCRAM-SHA-512 or PLAIN), and that allows
 * what ACLs say and nothing else. Thread-safe.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final String MECHANISM = "SCRAM-SHA-512";
    /** As brokers write it in the names of properties. */
    private static final String LISTENER = "listener.name." + NodeSettings.CLIENT_LISTENER.toLowerCase() + ".";

    private final TestAuthority authority;
    private final EmbeddedKafka kafka;
    private final AuthorizationLog log = new AuthorizationLog();

    private SecuredKafka(Collection<String> users) {
        Map<String, String> passwords = new HashMap<>(Map.of(ADMIN, password(ADMIN)));
        users.forEach(user -> passwords.put(user, password(user)));
        authority = TestAuthority.create();
        try {
            EmbeddedKafkaOptions options = EmbeddedKafkaOptions.temporary().withUsers(passwords);
            for (Map.Entry<String, String> property : properties(authority.issue("broker"), users).entrySet()) {
                options = options.withProperty(property.getKey(), property.getValue());
            }
            kafka = EmbeddedKafka.start(options);
        } catch (RuntimeException failure) {
            authority.close();
            throw failure;
        }
    }

    /** Starts a broker that knows these users, and allows them nothing yet. */
    public static SecuredKafka start(Collection<String> users) {
        return new SecuredKafka(users);
    }

    private Map<String, String> properties(TestCertificate certificate, Collection<String> users) {
        Map<String, String> properties = new HashMap<>();
        properties.put("listener.security.protocol.map", NodeSettings.CLIENT_LISTENER + ":SASL_SSL,"
                + NodeSettings.CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("sasl.enabled.mechanisms", MECHANISM + ",PLAIN");
        properties.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        properties.put(LISTENER + MECHANISM.toLowerCase() + ".sasl.jaas.config", jaas(ADMIN));
        properties.put(LISTENER + "plain.sasl.jaas.config", users.stream()
                .map(user -> " user_" + user + "=\"" + password(user) + "\"")
                .collect(Collectors.joining("", PlainLoginModule.class.getName() + " required", ";")));
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", certificate.keyStore().toString());
        properties.put("ssl.keystore.password", TestAuthority.PASSWORD);
        // It calls itself.
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", authority.certificate().toString());
        properties.put("authorizer.class.name", RecordingAuthorizer.class.getName());
        properties.put(AuthorizationLog.ID, log.id());
        // The node itself calls its controller without a name.
        properties.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        return properties;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Returns the authority whose certificate the broker shows. */
    public TestAuthority authority() {
        return authority;
    }

    /** Returns what was asked of the broker's authorizer. */
    public AuthorizationLog authorizations() {
        return log;
    }

    /** Returns the password of a user. */
    public static String password(String user) {
        return "secret-of-" + user;
    }

    /** Returns the settings with which a client of Kafka's is a user. */
    public Map<String, String> client(String user) {
        return Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", MECHANISM, "sasl.jaas.config", jaas(user),
                "ssl.truststore.type", "PEM", "ssl.truststore.location", authority.certificate().toString());
    }

    private static String jaas(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                + "\" password=\"" + password(user) + "\";";
    }

    /** Adds ACLs, and returns when the broker knows them. */
    public void allow(Collection<AclBinding> acls) {
        Map<String, Object> settings = new HashMap<>(client(ADMIN));
        settings.put("bootstrap.servers", bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            admin.createAcls(acls).all().get();
            // The controller has them; the broker reads them from its log.
            while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(acls)) {
                Thread.onSpinWait();
            }
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            authority.close();
        }
    }
}
