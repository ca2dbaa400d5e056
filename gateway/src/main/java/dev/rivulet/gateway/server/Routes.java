package dev.rivulet.gateway.server;

import dev.rivulet.gateway.api.aisdk.GetChatStream;
import dev.rivulet.gateway.api.aisdk.PostChat;
import dev.rivulet.gateway.api.aisdk.UiErrorResponse;
import dev.rivulet.gateway.api.eventsource.GetStream;
import dev.rivulet.gateway.api.openai.ChatErrorResponse;
import dev.rivulet.gateway.api.openai.GetModel;
import dev.rivulet.gateway.api.openai.GetModels;
import dev.rivulet.gateway.api.openai.PostChatCompletion;
import dev.rivulet.gateway.api.page.ControlPanel;
import dev.rivulet.gateway.api.page.Page;
import dev.rivulet.gateway.api.page.PostLogin;
import dev.rivulet.gateway.api.page.PostLogout;
import dev.rivulet.gateway.api.rest.DeleteSession;
import dev.rivulet.gateway.api.rest.DeleteTurn;
import dev.rivulet.gateway.api.rest.GetEvents;
import dev.rivulet.gateway.api.rest.GetSession;
import dev.rivulet.gateway.api.rest.GetSessionEvents;
import dev.rivulet.gateway.api.rest.GetTurn;
import dev.rivulet.gateway.api.rest.GetTurns;
import dev.rivulet.gateway.api.rest.GetUsage;
import dev.rivulet.gateway.api.rest.PostGrant;
import dev.rivulet.gateway.api.rest.PostSession;
import dev.rivulet.gateway.api.rest.PostTurn;
import dev.rivulet.gateway.api.websocket.GetSocket;
import dev.rivulet.gateway.api.websocket.GetUnknownSocket;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Admission;
import dev.rivulet.gateway.http.CallerLookup;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.http.Origins;
import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.sse.RetryLater;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.TurnSubmitter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The paths of the gateway and their handlers. Each event loop has its own router. */
final class Routes {

    private static final String SESSIONS = "/v1/sessions";
    private static final String SESSION = SESSIONS + "/:session";
    private static final String TURNS = SESSION + "/turns";
    private static final String TURN = TURNS + "/:turn";
    private static final String GRANTS = SESSION + "/grants";
    private static final String GRANT = "grant";
    private static final String SOCKET = "/ws";
    private static final String CHAT = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";
    private static final String MODEL = MODELS + "/:model";
    private static final String LOGIN = "/login";
    private static final String USAGE = "/v1/usage";
    private static final String LOGOUT = "/logout";
    private static final String UI_CHAT = "/api/chat";
    private static final String UI_STREAM = UI_CHAT + "/:session/stream";

    private static final Handler<RoutingContext> ASK = Callers.with(Scope.ASK);
    private static final Handler<RoutingContext> READ = Callers.with(Scope.READ);
    private static final Handler<RoutingContext> CANCEL = Callers.with(Scope.CANCEL);
    private static final Handler<RoutingContext> FORGET = Callers.with(Scope.FORGET);

    private final Vertx vertx;
    private final Router router;
    private final Components components;
    private final EventLoop loop;
    private final OpenStreams streams;

    private Routes(Vertx vertx, Components components, EventLoop loop, OpenStreams streams) {
        this.vertx = vertx;
        this.router = Router.router(vertx);
        this.components = components;
        this.loop = loop;
        this.streams = streams;
    }

    /** Makes the router of one event loop. */
    static Router of(Vertx vertx, Components components, EventLoop loop, OpenStreams streams) {
        return new Routes(vertx, components, loop, streams).build();
    }

    private Router build() {
        GatewayConfig gateway = components.gateway();
        HttpConfig http = components.http();
        KafkaAvailability kafka = components.kafka();
        Readers readers = new Readers(loop, streams, components.presence(), components.followers(),
                components.cursors(), components.collected(), components.quotas(), components.meters());
        SseReaders sse = new SseReaders(readers, http);
        RetryLater retryLater = new RetryLater(http);
        JsonBodies bodies = new JsonBodies(vertx, http);
        TurnSubmitter submitter = new TurnSubmitter(kafka, loop, components.ids(), components.limits(),
                gateway.publishTimeout(), components.quotas());

        CallerLookup lookup = new CallerLookup(components.authentication(), loop, components.meters());
        Admission admission = new Admission(components.quotas());
        SessionIds sessions = new SessionIds(session -> kafka.prefers(session));

        router.route().handler(ConnectionGuard::admit);
        router.route().handler(new CallerCheck(http));
        GetSocket sockets = new GetSocket(kafka, submitter, sessions, bodies, readers, gateway, http);
        router.get(SOCKET).handler(new GetUnknownSocket(sockets, lookup))
                .handler(new CallerAuthentication(lookup, true)).handler(admission).handler(sockets);
        http.corsOrigins().ifPresent(origins -> router.route().handler(cors(origins)));
        if (http.managementPort().isEmpty()) {
            ManagementRoutes.addProbes(router, components, loop);
        }
        CallerAuthentication callers = new CallerAuthentication(lookup, false);
        router.get().method(HttpMethod.HEAD).handler(new Page(ControlPanel.of(http), callers::needsKey));
        postJson(LOGIN).handler(new PostLogin(lookup, bodies));
        router.post(LOGOUT).handler(new PostLogout());

        // All routes from here on know their caller.
        router.route().handler(callers).handler(admission);
        router.post(SESSIONS).handler(ASK).handler(only()).handler(new PostSession(sessions));
        get(TURNS).handler(READ).handler(only("limit", "before", GRANT)).handler(new GetTurns(kafka, readers, gateway));
        router.post(TURNS).handler(ASK).handler(only("wait", "throttle", "granularity", GRANT));
        postJson(TURNS).handler(new PostTurn(submitter, bodies, sse, gateway, http)).failureHandler(this::countRefused);
        stream(TURN + "/events").handler(READ)
                .handler(only("cursor", "lastEventId", "from", "throttle", "granularity", "timestamps",
                        GRANT))
                .handler(new GetEvents(kafka, sse, gateway)).failureHandler(retryLater);
        get(TURN).handler(READ).handler(only("wait", GRANT)).handler(new GetTurn(kafka, readers, http));
        router.delete(TURN).handler(CANCEL).handler(only(GRANT)).handler(new DeleteTurn(kafka, loop));
        stream(SESSION + "/events").handler(READ)
                .handler(only("cursor", "lastEventId", "from", "throttle", "granularity", GRANT))
                .handler(new GetSessionEvents(kafka, sse, gateway)).failureHandler(retryLater);
        get(SESSION).handler(READ).handler(only(GRANT)).handler(new GetSession(kafka, readers, gateway));
        router.delete(SESSION).handler(FORGET).handler(only())
                .handler(new DeleteSession(kafka, loop, components.ids()));
        router.post(GRANTS).handler(READ).handler(only());
        postJson(GRANTS).handler(new PostGrant(components.authentication().grants(), bodies));
        if (!http.plainStream()) {
            router.route("/stream").handler(Routes::refuseStream);
        }
        stream("/stream").handler(ASK)
                .handler(only("prompt", "session", "model", "system", "maxTokens", "temperature",
                        "modelOptions", "throttle", "granularity", "cursor", "lastEventId", GRANT))
                .handler(new GetStream(kafka, submitter, sse, gateway, components.ids(), sessions))
                .failureHandler(this::countRefused).failureHandler(retryLater);
        router.post(CHAT).handler(ASK);
        postJson(CHAT)
                .handler(new PostChatCompletion(submitter, sessions, bodies, sse, gateway, components.defaultModel()))
                .failureHandler(this::countRefused);
        router.post(UI_CHAT).handler(ASK);
        postJson(UI_CHAT).handler(new PostChat(submitter, bodies, sse, gateway)).failureHandler(this::countRefused);
        stream(UI_STREAM).handler(READ).handler(new GetChatStream(kafka, sse, gateway));
        get(USAGE).handler(Callers.with(Scope.USAGE)).handler(only("by", "from", "to", "all"))
                .handler(new GetUsage(kafka, loop));
        get(MODELS).handler(new GetModels(components.models()));
        get(MODEL).handler(new GetModel(components.models()));

        if (http.managementPort().isEmpty()) {
            ManagementRoutes.addMetrics(router, components, loop, Callers.with(Scope.ADMIN));
        }

        // Reached only with methods that no route above handles.
        allowOnly("POST", SESSIONS, GRANTS, CHAT, UI_CHAT, LOGIN, LOGOUT);
        allowOnly("GET, HEAD, POST", TURNS);
        allowOnly("GET", SOCKET);
        allowOnly("GET, HEAD", SESSION + "/events", TURN + "/events", UI_STREAM, "/stream", MODELS, MODEL, USAGE);
        if (http.managementPort().isEmpty()) {
            allowOnly("GET, HEAD", ManagementRoutes.PATHS);
        }
        allowOnly("GET, HEAD, DELETE", SESSION, TURN);
        allowOnly("GET, HEAD", "/", "/assets/*");
        router.route().last().handler(request -> request.fail(404));

        // Without a path, which would be that of the request in the metrics.
        router.route().failureHandler(Routes::sendChatError);
        router.route(UI_CHAT).failureHandler(UiErrorResponse::send);
        router.route(UI_STREAM).failureHandler(UiErrorResponse::send);
        router.route().failureHandler(ProblemResponse::send);
        // A path that cannot be decoded matches no route.
        router.errorHandler(400, request -> ProblemResponse.send(request,
                new ProblemException(ProblemCode.BAD_REQUEST, "The path cannot be decoded.")));
        return router;
    }

    /** Adds a route for GET and HEAD. The response to HEAD is the same, without its body. */
    private Route get(String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    /** Adds a route for GET whose response is an event stream. HEAD opens no stream, and submits nothing. */
    private Route stream(String path) {
        router.head(path).handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, Headers.EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end());
        return router.get(path);
    }

    /** Refuses query parameters that a call does not have: an option with a wrong name would be ignored. */
    private static Handler<RoutingContext> only(String... parameters) {
        KnownNames names = KnownNames.of(parameters);
        return request -> {
            names.requireParameters(request.queryParams().names());
            request.next();
        };
    }

    /** OpenAI's clients call paths under {@code /v1} that Rivulet does not have. */
    private static void sendChatError(RoutingContext request) {
        String path = request.normalizedPath();
        boolean ofSessions = path.equals(SESSIONS) || path.startsWith(SESSIONS + "/");
        if (path.startsWith("/v1/") && !ofSessions && !path.equals(USAGE)) {
            ChatErrorResponse.send(request);
        } else {
            request.next();
        }
    }

    /**
     * Adds a route for JSON bodies. The check of the content type has a route of its own before it, because Vert.x does
     * not allow other handlers before a body handler in one route.
     */
    private Route postJson(String path) {
        router.post(path).handler(Routes::requireJson);
        return router.post(path).handler(BodyHandler.create(false).setBodyLimit(components.http().maxBody()));
    }

    /** Refuses other content types than JSON, before the body is read. */
    private static void requireJson(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "" : header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals(Headers.JSON) && !(type.startsWith("application/") && type.endsWith("+json"))) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as JSON, with Content-Type: application/json.");
        }
        request.next();
    }

    private static void refuseStream(RoutingContext request) {
        throw new ProblemException(ProblemCode.NOT_FOUND, "It is switched off here (rivulet.http.plain-stream).");
    }

    private void allowOnly(String methods, String... paths) {
        Handler<RoutingContext> refuse = request -> {
            request.response().putHeader(HttpHeaders.ALLOW, methods);
            request.fail(new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "Allowed here: " + methods + "."));
        };
        for (String path : paths) {
            // What is refused before it reaches its route is counted under it.
            router.route(path).handler(refuse).failureHandler(RoutingContext::next);
        }
    }

    /** Counts a refused prompt, unless the client has left. The response is left to the next failure handler. */
    private void countRefused(RoutingContext request) {
        if (!request.response().closed()) {
            components.meters().promptRefused(ProblemResponse.of(request).code());
        }
        request.next();
    }

    /** Adds CORS headers for the configured origins. Requests of the gateway's own page are not cross-origin. */
    private static Handler<RoutingContext> cors(List<String> origins) {
        CorsHandler all = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Content-Type", "Accept", "Cache-Control", "Last-Event-ID", "Idempotency-Key",
                        "Authorization", Headers.SESSION))
                .exposedHeaders(Set.of("Location", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate",
                        Headers.SESSION, Headers.TURN, "x-vercel-ai-ui-message-stream"));
        CorsHandler cors = origins.contains("*") ? all : all.addOrigins(origins);
        return request -> {
            if (Origins.isSameOrigin(request.request().getHeader(HttpHeaders.ORIGIN),
                    Headers.authority(request.request()))) {
                request.next();
            } else {
                cors.handle(request);
            }
        };
    }
}
