"""The two programs that run on the (software) graphics pipeline."""

# Attributes: place, normal, colour (linear rgb 0-1), pattern (kind, and the place where the
# pattern is drawn).
DRAW_VERTEX = """#version 330 core
layout(location=0) in vec3 place; layout(location=1) in vec3 normal;
layout(location=2) in vec3 colour; layout(location=3) in vec4 pattern;
uniform mat4 camera; uniform mat4 lamp;
out vec3 world; out vec3 n; out vec3 tint; out vec4 cloth; out vec4 lit;
void main() {
  world = place; n = normal; tint = colour; cloth = pattern;
  lit = lamp * vec4(place + 0.012 * normal, 1.0);
  gl_Position = camera * vec4(place, 1.0);
}"""

# Patterns: 0 plain, 1 cloth (fine grain), 2 planks, 3 tiles, 4 carpet, 5 stripes, 6 skin.
DRAW_FRAGMENT = """#version 330 core
in vec3 world; in vec3 n; in vec3 tint; in vec4 cloth; in vec4 lit;
uniform sampler2D shadow_map; uniform vec3 key_from; uniform vec3 key_tint; uniform vec3 fill_from;
uniform vec3 fill_tint; uniform vec3 ambient; uniform vec3 eye; uniform float shade;
out vec4 pixel;
float hash(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }
float grain(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)),
    hash(i + vec2(1, 1)), f.x), f.y);
}
vec3 patterned(vec3 c) {
  int kind = int(cloth.x + 0.5); vec3 q = cloth.yzw;
  if (kind == 1) return c * (0.86 + 0.2 * grain(q.xz * 90.0) + 0.12 * grain(q.yz * 17.0));
  if (kind == 2) { vec2 b = vec2(q.x / 0.14, q.y / 1.3 + 0.37 * floor(q.x / 0.14));
    float seam = step(0.96, fract(b.x)) + step(0.99, fract(b.y));
    return c * (0.8 + 0.3 * hash(floor(b)) + 0.12 * grain(q.xy * vec2(60.0, 3.0)))
      * (1.0 - 0.35 * min(seam, 1.0)); }
  if (kind == 3) { vec2 b = q.xy / 0.4;
    float seam = max(step(0.97, fract(b.x)), step(0.97, fract(b.y)));
    return c * (0.93 + 0.1 * hash(floor(b))) * (1.0 - 0.25 * seam); }
  if (kind == 4) return c * (0.75 + 0.35 * grain(q.xy * 120.0) + 0.15 * grain(q.xy * 9.0));
  if (kind == 5) return c * (0.6 + 0.4 * step(0.5, fract(q.z / 0.06)));
  if (kind == 6) return c * (0.95 + 0.07 * grain(q.xz * 40.0));
  return c;
}
float lamp_share() {
  vec3 p = lit.xyz / lit.w * 0.5 + 0.5;
  if (p.z > 1.0 || p.x < 0.0 || p.x > 1.0 || p.y < 0.0 || p.y > 1.0) return 1.0;
  vec2 texel = 1.0 / vec2(textureSize(shadow_map, 0)); float open_share = 0.0;
  for (int i = 0; i < 4; i++) {
    vec2 off = (vec2(i & 1, i >> 1) - 0.5) * 1.6 * texel;
    open_share += texture(shadow_map, p.xy + off).r < p.z - 0.002 ? 0.0 : 0.25; }
  return mix(1.0, open_share, shade);
}
void main() {
  vec3 m = normalize(n); vec3 look = normalize(eye - world);
  if (dot(m, look) < 0.0) m = -m;
  float key = max(dot(m, key_from), 0.0), fill = max(dot(m, fill_from), 0.0);
  float shine = int(cloth.x + 0.5) == 6 ? 0.08 * pow(max(dot(reflect(-key_from, m), look), 0.0),
    12.0) : 0.0;
  float sky = 0.85 + 0.15 * m.z;
  vec3 light = ambient * sky + key_tint * key * lamp_share() + fill_tint * fill;
  pixel = vec4(pow(clamp(patterned(tint) * light + shine * key_tint, 0.0, 1.0), vec3(1.0 / 2.2)),
    1.0);
}"""

SHADOW_VERTEX = """#version 330 core
layout(location=0) in vec3 place; uniform mat4 lamp;
void main() { gl_Position = lamp * vec4(place, 1.0); }"""

SHADOW_FRAGMENT = """#version 330 core
void main() {}"""
