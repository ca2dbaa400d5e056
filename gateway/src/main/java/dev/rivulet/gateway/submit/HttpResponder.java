package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.identity.Caller;
import io.vertx.ext.web.RoutingContext;

/** Responds to a submission that is one HTTP request. If the submission fails, so does the request. */
public interface HttpResponder extends SubmissionListener {

    RoutingContext request();

    @Override
    default Caller caller() {
        return Callers.of(request());
    }

    @Override
    default void failed(Throwable failure) {
        request().fail(failure);
    }
}
