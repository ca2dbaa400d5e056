package dev.rivulet.local.chaos.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One way in which a request can be hostile or odd. */
enum RequestMutation {
    /** None. */
    NONE {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            // Sent as it is.
        }
    },
    METHOD {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.method = any(random, List.of("HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "CONNECT", "get", "", "X",
                    "G\u0000T", "X".repeat(5_000), "POST", "GET", "PRI"));
        }
    },
    PATH {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.target = any(random, List.of("/%", "/%zz", "/%00", "/..%2f..%2fetc", "//", "*", "", "no-slash",
                    "http://other.example/metrics", "/assets/../../pom.xml", "/assets/%2e%2e/%2e%2e/",
                    "/v1/sessions/%F0%9F%8C%8A/turns", "/v1/sessions/a%20b", "/v1/sessions//turns//events",
                    "/v1/sessions/" + "s".repeat(10_000), "/\u00e4\u00ff", "/" + "a/".repeat(3_000), "/?",
                    "/#fragment", "/v1/sessions/s/turns/ffffffff-ffff-7fff-bfff-ffffffffffff/events",
                    "/v1/sessions/s/turns/00000000-0000-7000-8000-000000000000/events", "/;jsessionid=1"));
        }
    },
    QUERY {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.target += (request.target.contains("?") ? "&" : "?") + any(random, List.of("%", "a=%zz", "&&&=",
                    "wait=-1s", "wait=99999999999s", "wait=1", "from=end", "from=start&from=start", "cursor=%00",
                    "cursor=" + "A".repeat(36), "cursor=" + "A".repeat(60_000), "granularity=page", "throttle=soon",
                    "throttle=999999999s", "x=" + "y".repeat(300_000), "a=1&".repeat(5_000), "prompt=%ED%A0%80",
                    "prompt=%C3%28", "maxTokens=-1", "temperature=NaN", "wait=60s&wait=1s"));
        }
    },
    VERSION {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.version = any(random, List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.9", "HTTP/", "", "JUNK",
                    "HTTP/1.1 extra", "HTTP/99999999999.1"));
        }
    },
    LINE_ENDS {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.lineEnd = any(random, List.of("\n", "\r", "\r\r\n", "\u0000\r\n"));
        }
    },
    HUGE_HEADER {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.header("X-Huge", "h".repeat(random.nextInt(1_000, 400_000)));
        }
    },
    MANY_HEADERS {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            for (int i = random.nextInt(3_000); i > 0; i--) {
                request.header("X-" + i, "v");
            }
        }
    },
    BAD_HEADER {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.headers.add(any(random, List.of("no colon", ": no name", " folded", "Name : space", "N\u0000me: x",
                    "Value: \u0000\u0001", "Value: \u00ff\u00fe", "X: a\rb", "Content-Length: -1", "Content-Length: x",
                    "Content-Length: 99999999999999999999", "Content-Length: 5, 6", "Transfer-Encoding: junk",
                    "Transfer-Encoding: chunked", "Connection: Upgrade", "Upgrade: h2c", "Expect: 100-continue",
                    "Expect: junk", "Trailer: x", "Host: other.example", "Host:", "Origin: https://other.example",
                    "Origin: null", "Origin: http://[", "Accept: " + ",".repeat(5_000), "Accept: */*;q=x",
                    "Last-Event-ID: junk", "Last-Event-ID: " + "A".repeat(36), "Idempotency-Key: \u00e4",
                    "Idempotency-Key: " + "k".repeat(300), "X-Session-Id: a b", "Range: bytes=0-1",
                    "If-None-Match: *", "If-Modified-Since: never", "Cookie: " + "c=1; ".repeat(1_000),
                    "Content-Encoding: gzip", "Authorization: " + "b".repeat(7_000), "Sec-Fetch-Site: cross-site",
                    "Access-Control-Request-Method: X")));
        }
    },
    NO_HOST {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.headers.removeIf(line -> line.startsWith("Host:"));
        }
    },
    CONTENT_TYPE {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.headers.removeIf(line -> line.startsWith("Content-Type:"));
            request.header("Content-Type", any(random, List.of("text/plain", "multipart/form-data; boundary=x",
                    "application/x-www-form-urlencoded", "", ";", "application/json; charset=utf-16", "a/b/c",
                    "application/octet-stream", "application/x+json")));
        }
    },
    JSON_DEEP {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            int depth = random.nextInt(10, 200_000);
            String open = random.nextBoolean() ? "[" : "{\"a\":";
            body(request, "{\"prompt\":\"fuzz 1 NONE\",\"x\":" + open.repeat(depth));
        }
    },
    JSON_LARGE {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            int size = random.nextInt(1_000, 1_100_000);
            body(request, switch (random.nextInt(6)) {
                case 0 -> "{\"prompt\":\"" + "p".repeat(size) + "\"}";
                case 1 -> "{\"prompt\":\"fuzz 1 NONE\",\"x\":[" + "1,".repeat(size / 2) + "1]}";
                case 2 -> "{\"prompt\":\"fuzz 1 NONE\"" + ",\"a\":{}".repeat(size / 7) + "}";
                case 3 -> "{\"messages\":[" + "{},".repeat(size / 3) + "{}]}";
                case 4 -> "{\"prompt\":\"fuzz 1 NONE\",\"temperature\":" + "9".repeat(size) + "}";
                default -> "{\"prompt\":\"fuzz 1 NONE\",\"x\":[" + "[],".repeat(size / 3) + "[]]}";
            });
        }
    },
    JSON_ODD {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            body(request, any(random, List.of("null", "[]", "{}", "1", "\"x\"", "{", "", " ", "{} {}",
                    "{\"prompt\":\"a\",\"prompt\":\"fuzz 1 NONE\"}", "{\"prompt\":\"\\ud800\"}",
                    "{\"prompt\":\"fuzz 1 NONE\",\"maxTokens\":1e999999999}", "{\"prompt\":1}", "{\"prompt\":\"\"}",
                    "{\"prompt\":\"fuzz 1 NONE\",\"timeouts\":[]}", "{\"messages\":[[]]}", "{\"messages\":{}}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}", "{'prompt':'x'}", "\ufeff{}",
                    "{\"prompt\":\"fuzz 1 NONE\",\"turnId\":\"x\"}", "{\"prompt\":\"fuzz 1 NONE\\u0000\"}",
                    "{\"prompt\":\"fuzz 1 NONE\",\"model\":\"" + "m".repeat(300) + "\"}",
                    "{\"id\":\"a b\",\"messages\":[]}", "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}")));
        }
    },
    BODY_CHANGED {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            byte[] body = request.body.clone();
            for (int i = random.nextInt(1, 6); i > 0 && body.length > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            request.body = body;
        }
    },
    BODY_CUT {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.body = Arrays.copyOf(request.body, random.nextInt(request.body.length + 1));
        }
    },
    LENGTH_WRONG {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.namesLength = random.nextBoolean();
            request.header("Content-Length", Long.toString(request.body.length + random.nextInt(-20, 2_000_000)));
        }
    },
    CHUNKED {
        @Override
        void apply(RequestDraft request, RandomGenerator random) {
            request.namesLength = false;
            request.header("Transfer-Encoding", "chunked");
            String text = new String(request.body, StandardCharsets.ISO_8859_1);
            String chunk = Integer.toHexString(request.body.length) + "\r\n" + text + "\r\n";
            body(request, any(random, List.of(chunk + "0\r\n\r\n", chunk, chunk + "x\r\n", "-1\r\n" + text, "0\r\n",
                    "ffffffffffffffff\r\n" + text, chunk + "0\r\nTrailer: x\r\n\r\n",
                    "1;ext=" + "e".repeat(9_000) + "\r\n{\r\n", "1\r\n{\r\n".repeat(2_000))));
        }
    };

    /** Changes a request. */
    abstract void apply(RequestDraft request, RandomGenerator random);

    private static <T> T any(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static void body(RequestDraft request, String text) {
        request.body = text.getBytes(StandardCharsets.UTF_8);
    }
}
