/** Why a request cannot be served, in the form that clients are told (RFC 9457). */
package dev.rivulet.gateway.problem;
