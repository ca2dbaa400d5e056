package dev.rivulet.testkit.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which notes its answers in an {@link AuthorizationLog}. Made by Kafka. */
public final class RecordingAuthorizer extends StandardAuthorizer {

    private AuthorizationLog log; // null before it is configured

    @Override
    public void configure(Map<String, ?> configs) {
        super.configure(configs);
        log = AuthorizationLog.of(configs);
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            // Kafka's word for a question whose denial the client is not told.
            if (action.logIfDenied()) {
                log.add(new AuthorizationLog.Entry(context.principal().getName(), action.operation(),
                        action.resourcePattern().resourceType(), action.resourcePattern().name(),
                        results.get(i) == AuthorizationResult.ALLOWED));
            }
        }
        return results;
    }
}
