/** Why a request cannot be served, as clients are told (RFC 9457). */
package dev.rivulet.gateway.problem;
