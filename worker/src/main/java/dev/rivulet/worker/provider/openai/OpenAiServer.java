package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.ProviderLoops;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

/**
 * Where the requests of one endpoint go, and how.
 *
 * @param target what is the same in every request
 * @param continuation how it is asked to continue an answer
 * @param finishMs how long a response may take to end after its finish reason, in milliseconds
 */
record OpenAiServer(ProviderLoops loops, HttpClient client, RequestOptions target, TokenLimit tokenLimit,
        Continuation continuation,
        long finishMs) {}
