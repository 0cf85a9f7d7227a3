export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

// Each asks `espalier complete -- WORDS`, which answers with `files`, `folders` or `none` in the first line, then with a
// candidate a line, behind a tab what it is.

/** Readline replaces what stands behind the last of COMP_WORDBREAKS, so that part alone is handed to it. */
const BASH = `# Completion of espalier for bash. In ~/.bashrc: source <(espalier completion bash)
_espalier() {
  local line="\${COMP_LINE:0:COMP_POINT}" IFS=$' \\t\\n' words current cut files value
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current="\${words[-1]}"
  cut="\${current%"\${COMP_WORDS[COMP_CWORD]}"}"
  [[ \${COMP_WORDS[COMP_CWORD]} == [=:] ]] && cut="$current"
  COMPREPLY=()
  {
    IFS= read -r files
    while IFS=$'\\t' read -r value _; do COMPREPLY+=("\${value#"$cut"}"); done
  } < <("$1" complete -- "\${words[@]:1}" 2>/dev/null)
  IFS=$'\\n'
  case $files in
    files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "\${current#"$cut"}")) ;;
    folders) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "\${current#"$cut"}")) ;;
  esac
}
complete -F _espalier espalier
`;

const ZSH = `#compdef espalier
# Completion of espalier for zsh. In ~/.zshrc, behind compinit: source <(espalier completion zsh)
_espalier() {
  local -a lines values
  local line
  lines=("\${(@f)$("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    [[ -n $line ]] || continue
    line="\${line//:/\\\\:}"
    values+=("\${line/$'\\t'/:}")
  done
  (( $#values )) && _describe espalier values
  case $lines[1] in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _espalier ]]; then _espalier "$@"; else compdef _espalier espalier; fi
`;

const FISH = `# Completion of espalier for fish. In ~/.config/fish/config.fish: espalier completion fish | source
function __espalier_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
  for line in $lines[2..-1]
    echo $line
  end
  switch "$lines[1]"
    case files
      __fish_complete_path "$current"
    case folders
      __fish_complete_directories "$current" ''
  end
end
complete -c espalier -f -a '(__espalier_complete)'
`;

/** What each shell reads once. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {bash: BASH, zsh: ZSH, fish: FISH};
