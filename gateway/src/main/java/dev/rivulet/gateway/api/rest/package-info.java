/** The native API: sessions and turns under {@code /v1/sessions}. */
package dev.rivulet.gateway.api.rest;
